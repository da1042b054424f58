"""Values found in text with their offsets and normalised: one recognizer for each kind of thing."""
