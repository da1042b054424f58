"""The tab that asks."""
