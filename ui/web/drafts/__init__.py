"""The draft tab."""
