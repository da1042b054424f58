"""A draft as sentences and statements, and what each of them is about."""
