"""What is said to people: messages in both languages, and text made safe for a terminal."""
