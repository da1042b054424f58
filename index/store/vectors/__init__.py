"""Vector indexes of passages."""
