"""From hits to a cited answer, or to a reason for none."""
