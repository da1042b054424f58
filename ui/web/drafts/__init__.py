"""The tab that checks drafts, and finds sources for a sentence."""
