"""The target tab."""
