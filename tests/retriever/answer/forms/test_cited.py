from __future__ import annotations

from retriever.answer.forms.cited import cited_documents


def test_cited_documents() -> None:
    text = "根据《行动方案》(国发〔2021〕33号)、《条例》和(辽政发〔2022〕16号)要求"
    found = [tuple(s.of(text) if s else None for s in (c.title, c.number)) for c in cited_documents(text)]
    assert found == [("《行动方案》", "国发〔2021〕33号"), ("《条例》", None), (None, "辽政发〔2022〕16号")]
