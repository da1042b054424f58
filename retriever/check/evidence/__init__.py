"""The stretches of the corpus that a statement may rest on, and how much of it they say."""
