"""Checking a draft against the corpus: what every sentence claims, and what the nearest clause says of it."""
