"""Short answers out of clauses: figures, responsible bodies, dates and names, cut by offsets and never composed."""
