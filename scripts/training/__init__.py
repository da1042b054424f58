"""Stages of the training of the embedded encoder and lexicon, one module each."""
