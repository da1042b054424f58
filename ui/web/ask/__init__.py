"""The tab that asks: question box, answers, passages."""
