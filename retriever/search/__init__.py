"""Search: candidates of the rankers, fused, spread over documents, repeats folded."""
