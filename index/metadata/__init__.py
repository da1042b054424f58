"""Metadata of a document, each value with the place that it was read from; what the text does not state stays None.

:mod:`index.metadata.reader` says where each value is looked for. The text is read in folded form.
"""

from index.metadata.page import Outline
from index.metadata.reader import Metadata, read_metadata
from index.recognizers.bodies import is_body

__all__ = ["Metadata", "Outline", "is_body", "read_metadata"]
