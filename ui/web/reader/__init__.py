"""A document beside the answer."""
