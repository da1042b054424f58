"""Question to hits to answer: query analysis, search, fusion, folding of repeats, extraction and abstention."""
