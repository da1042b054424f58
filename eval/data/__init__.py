"""What is measured against: gold questions and documents, BEIR folders, TREC files."""
