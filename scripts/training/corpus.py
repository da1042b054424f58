"""Reading of the training data: normalised texts, one function per kind of source."""

from __future__ import annotations

import json
import lzma
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.language.normalise import normalise_text

CHINESE_SOURCES: tuple[tuple[str, str], ...] = (
    ("prc_law_articles", "text"),
    ("tw_law_articles", "text"),
    ("tw_law_parallel", "zh"),
    ("gov_work_report_parallel", "zh"),
    ("news", "text"),
    ("tatoeba_parallel", "zh"),
    ("ntrex_parallel", "zh_hans"),
    ("drcd_pairs", "passage"),
    ("cmrc_pairs", "passage"),
)
"""Files and fields of running Chinese text, from which the pieces of the tokenizer are counted."""

ENGLISH_SOURCES: tuple[tuple[str, str], ...] = (
    ("tw_law_parallel", "en"),
    ("gov_work_report_parallel", "en"),
    ("tatoeba_parallel", "en"),
    ("ntrex_parallel", "en"),
)
"""Files and fields of running English text."""

normalise = normalise_text
"""Text as the encoder sees it, in training as in use: NFKC, OpenCC ``tw2sp``, lower case."""

_SENTENCE = re.compile(r"[^。!?;;\n]+[。!?;;]?")


def normalise_english(text: str) -> str:
    """English text as the encoder sees it: `normalise` without the Chinese conversion, which would be idle."""
    return unicodedata.normalize("NFKC", text).lower()


def rows(data: Path, name: str) -> Iterator[dict[str, Any]]:
    """Rows of the file ``NAME.jsonl.xz`` in the folder `data`, in their order."""
    with lzma.open(data / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def sentences(text: str) -> list[str]:
    """Sentences of a normalised Chinese text; ends of sentences are kept, blanks around them are not."""
    return [piece for match in _SENTENCE.finditer(text) if len(piece := match.group().strip()) > 1]


_PAREN = re.compile(r"\([^)]*\)|\[[^\]]*\]|\"")
_LEADS = re.compile(r"^(?:to be|to|a|an|the|variant of|classifier for|see|abbr\. for|also written|lit\.|fig\.)\s+")
_REFERENCE = re.compile(r"^(?:variant of|old variant of|see|see also|surname|used in|erhua variant|cl:)|[㐀-鿿]")


def glosses(definitions: list[str]) -> list[str]:
    """Clean English glosses of one CC-CEDICT entry: notes in brackets, articles and cross references removed."""
    found: list[str] = []
    for definition in definitions:
        for part in definition.split(";"):
            text = _PAREN.sub(" ", part.lower()).strip(" .,~")
            if not text or _REFERENCE.search(text):
                continue
            text = _LEADS.sub("", " ".join(text.split()))
            if text and text not in found:
                found.append(text)
    return found
