"""What is measured: rankings, answers, refusals, the target table, and how sure the figures are."""
