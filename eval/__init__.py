"""Offline evaluation: gold questions, public benchmarks, measures, runs and their comparison, reports."""
