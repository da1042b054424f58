"""Candidate answers scored by hand-made features. Self-contained: the reader replaces the whole folder."""
