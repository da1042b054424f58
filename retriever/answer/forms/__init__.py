"""What may be cut out of what was read as an answer: figures, dates, bodies, notes, cited documents, clauses."""
