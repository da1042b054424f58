"""Systems asked every question of a benchmark: runs, their records, comparison, sweeps and the gate."""
