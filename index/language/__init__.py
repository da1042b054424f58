"""The text itself: normal form and the way back, scripts, tokens, vocabulary and the English-Chinese lexicon."""
