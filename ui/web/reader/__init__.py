"""The document beside the answer: laid out, marked, searched, cited."""
