"""Measuring the draft check on clauses altered in known ways."""
