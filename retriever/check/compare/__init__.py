"""What a statement says otherwise than its evidence: figures, bodies, polarity, quotations."""
