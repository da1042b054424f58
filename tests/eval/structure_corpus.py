"""A small corpus of structure: two texts, one of each half, and a gold of them in the format of eval/data/structure."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

NOTICE = (
    "云州市水务局关于做好节水工作的通知\n云水发〔2023〕8号\n各区人民政府：\n现将有关事项通知如下。\n"
    "一、完善制度\n（一）用水定额。健全定额体系。\n（二）水价。实行阶梯水价。\n二、强化监管\n查处违法取水行为。\n"
    "云州市水务局\n2023年6月25日\n"
)
TABLE = "云州市节水规划\n一、目标\n指标\t2025年\t2030年\n再生水利用率\t42%\t50%\n二、措施\n推广再生水。\n"


def digest(text: str) -> str:
    """Return the SHA-256 of a text, which names it in a gold."""
    return hashlib.sha256(text.encode()).hexdigest()


def place(text: str, quote: str, level: int) -> dict[str, Any]:
    """Return the row of a heading that begins with ``quote``."""
    return {"start": text.index(quote), "level": level, "label": quote[:3], "quote": quote}


def value(text: str, said: str, quote: str | None = None) -> dict[str, Any]:
    """Return the row of a value that the text states as ``quote``."""
    quote = quote or said
    return {"value": said, "start": text.index(quote), "quote": quote}


def notice_row(**changes: Any) -> dict[str, Any]:
    """Return the gold of NOTICE, with ``changes``."""
    row: dict[str, Any] = {
        "sha256": digest(NOTICE),
        "name": "节水通知",
        "metadata": {
            "title": [value(NOTICE, "云州市水务局关于做好节水工作的通知")],
            "issuer": [value(NOTICE, "云州市水务局")],
            "doc_no": [value(NOTICE, "云水发〔2023〕8号")],
            "issued": [value(NOTICE, "2023-06-25", "2023年6月25日")],
        },
        "unread": ["place"],
        "outline": [
            place(NOTICE, "一、完善制度", 0),
            place(NOTICE, "（一）用水定额", 1),
            place(NOTICE, "（二）水价", 1),
            place(NOTICE, "二、强化监管", 0),
        ],
        "undecided": [],
    }
    return row | changes


def write_gold(folder: Path, kind: str, *rows: dict[str, Any]) -> Path:
    """Write ``rows`` as the gold of a kind into ``folder`` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    (folder / f"{kind}.jsonl").write_text("".join(lines), encoding="utf-8")
    return folder


def write_texts(path: Path, *texts: str) -> Path:
    """Write ``texts`` as JSON lines and return the path."""
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    return path
