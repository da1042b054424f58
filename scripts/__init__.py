"""Training, benchmarks and maintenance: each script is one command, run as ``python -m scripts.NAME``."""
