"""The tab of collected citations."""
