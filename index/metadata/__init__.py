"""Metadata of a document, each value with the place that it was read from; what the text does not state stays None.

:mod:`index.metadata.extract` says where each value is looked for. The text is read in folded form.
"""

from index.metadata.extract import Metadata, read_metadata
from index.metadata.page import Outline
from index.recognizers.bodies import is_body

__all__ = ["Metadata", "Outline", "is_body", "read_metadata"]
