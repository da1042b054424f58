"""Offline evaluation: gold question-passage pairs, public benchmarks, metrics."""
