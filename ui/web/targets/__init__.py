"""The tab of the target table: list, matrix, charts, files."""
