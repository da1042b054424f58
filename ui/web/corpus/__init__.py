"""The tab that shows and changes the corpus."""
