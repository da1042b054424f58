"""A question analysed: language, places, years, intent, and its terms for the rankers."""
