"""The parts of ``python -m scripts.fit_confidence``: labelled cases, and the regression over them."""
