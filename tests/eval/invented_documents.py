"""A tiny invented folder for ``yinju eval --documents``."""

from __future__ import annotations

import json
from pathlib import Path

_TEXTS = {
    "水.txt": "青山市节约用水办法\n\n第一条 每月用水超过三十吨的部分,按两倍水价收取。\n\n第二条 绿化用再生水。\n",
    "林.txt": "白河县古树保护规定\n\n第一条 树龄五百年以上的古树由县林业局挂牌。\n\n第二条 损伤古树的,处以罚款。\n",
    "车.txt": "共享单车停放要求 运营企业应当在四小时内清理乱停的车辆。 禁止在盲道上停放。",
}
_QUESTIONS = (
    ("每月用水超过三十吨的部分怎样收费?", "水.txt", "按两倍水价收取"),
    ("古树由谁挂牌?", "林.txt", "县林业局"),
    ("乱停的单车多久内清理?", "车.txt", "四小时内"),
)


def write_invented_documents(folder: Path) -> Path:
    """Write the folder and return it."""
    documents = [{"file": name, "text": text} for name, text in _TEXTS.items()]
    questions = []
    for question, file, answer in _QUESTIONS:
        start = _TEXTS[file].index(answer)
        questions.append(
            {"question": question, "file": file, "start": start, "end": start + len(answer), "answer": answer}
        )
    for name, rows in (("documents.jsonl", documents), ("questions.jsonl", questions)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
