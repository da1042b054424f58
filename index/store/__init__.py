"""The index on disk: layout, manifest, generations, columns, texts, and the rankers' files."""
