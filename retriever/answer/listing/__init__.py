"""Questions for a list, looked up in what the index knows of its documents instead of being read for."""
