"""The tab of saved evaluations: reports, comparisons, new runs."""
