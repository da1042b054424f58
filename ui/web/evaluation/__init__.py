"""The evaluation tab."""
