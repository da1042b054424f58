"""Text to a verified, versioned index: loading, splitting, normalising, parsing, packing, encoding and storing."""
