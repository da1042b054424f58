"""Encoders: texts to vectors. The embedded model needs numpy only; any sentence-transformers model can be named."""

from index.encoders.base import Encoder, TokenEncoder
from index.encoders.registry import EMBEDDED, load_encoder

__all__ = ["EMBEDDED", "Encoder", "TokenEncoder", "load_encoder"]
