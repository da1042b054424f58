"""Questions that go on from the ones before."""

from __future__ import annotations

from retriever.dialogue.conversation import Conversation, Turn

__all__ = ["Conversation", "Turn"]
