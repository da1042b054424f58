"""Items of all kinds over the characters of the tiny tokenizer."""

import random

from index.types import Span
from scripts.training.reader.items import Item, item_of
from scripts.training.reader.rewrite import Example
from tests.retriever.reader.tiny import tiny_tokenizer


def items(count: int = 40) -> list[Item]:
    """Questions and draft sentences of many lengths, with and without context; no two have the same pieces."""
    rng, tokenizer = random.Random(5), tiny_tokenizer()
    found = []
    for number in range(count):
        filler = "".join(rng.choices("企业最高补贴由省厅负责", k=rng.randint(0, 90)))
        passage = f"{number}，{filler}300万元。"
        end = len(passage)
        evidence, answer = Span(end - 6, end), Span(end - 6, end - 1)
        context, asked = rng.choice(("", "通知")), "补贴多少？" * rng.randint(1, 3)
        found.append(
            rng.choice(
                (
                    Example(asked, context, passage, True, evidence, answer),
                    Example(asked, context, passage, False),
                    Example("200万元", context, passage, True, evidence, answer, "", "differs", True, Span(0, 5)),
                    Example("谢谢", context, passage, False, claim=False),
                )
            )
        )
    made = [item_of(example, tokenizer, rng) for example in found]
    assert all(made)
    return [item for item in made if item is not None]
