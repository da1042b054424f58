"""Named endpoints for programs, which return the contract's JSON."""
