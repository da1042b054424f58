"""A checked draft as one self-contained HTML page, all escaped: what to look into, errors first, then the whole of it.

The draft stands on the left, its sources on the right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from ui.text.locale import interface_language, say
from ui.text.terminal_escape import for_terminal
from ui.text.verdict_words import borne_out, describe, part_lines, sorted_out, source_line, verdict_words

__all__ = ["check_page"]

_STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.7 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;
  margin:0 auto;max-width:1200px;padding:1rem}
h1{font-size:1.3rem}h2{font-size:1.05rem;margin:1.4rem 0 .2rem}body>details{margin-top:1.6rem}
.row{display:grid;grid-template-columns:1fr 1fr;gap:1.2rem;padding:.6rem 0;border-top:1px solid #8884}
.row.plain{opacity:.65}
.draft{border-inline-start:.3rem solid var(--c,#8884);padding-inline-start:.7rem;
  white-space:pre-wrap;overflow-wrap:anywhere}
.source{overflow-wrap:anywhere}
.verdict{font-weight:600;color:var(--c)}
blockquote{margin:.2rem 0;padding:0;white-space:pre-wrap}
.where{font-size:.8rem;opacity:.75}
.diff{margin:.1rem 0}
details{font-size:.9rem}
.verbatim,.same_words{--c:#1a7f37}.supported{--c:#0969da}.differs{--c:#cf222e}.elsewhere{--c:#8250df}.review{--c:#bc4c00}.absent{--c:#9a6700}
@media(max-width:700px){.row{grid-template-columns:1fr;gap:.3rem}}
"""


def check_page(report: Mapping[str, Any]) -> str:
    """Return the page of a report (see :mod:`retriever.check.check_contract`)."""
    language = {"hans": "zh-Hans", "hant": "zh-Hant"}.get(interface_language(), "en")
    title = say(f"Check of {report['draft']}", f"核对:{report['draft']}")
    counts = "; ".join(f"{verdict_words(v)}: {n}" for v, n in report["counts"].items() if n and v != "no_claim")
    groups, fine = sorted_out(report)
    rows = "\n".join(
        f"<h2>{_safe(verdict_words(verdict))} ({len(own)})</h2>\n" + "\n".join(map(_row, own))
        for verdict, own in groups
    )
    whole = say("The whole draft, in its order", "全文,依原有次序")
    told = _safe(f"{whole} · {borne_out(len(fine))}" if fine else whole)
    shown = "" if groups else " open"
    in_order = "\n".join(_row(f) for f in report["findings"])
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{_safe(title)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{_safe(title)}</h1><p>{_safe(counts)}</p>\n{rows}\n"
        f"<details{shown}><summary>{told}</summary>\n{in_order}\n</details>\n</body></html>\n"
    )


def _row(finding: Mapping[str, Any]) -> str:
    if finding["verdict"] is None:
        return f'<section class="row plain"><div class="draft">{_safe(finding["text"])}</div><div></div></section>'
    verdict = finding["verdict"]
    parts = [f'<div class="verdict">{_safe(verdict_words(verdict))}</div>']
    lines = [*(describe(d) for d in finding["differences"]), *part_lines(finding)]
    parts += [f'<div class="diff">{_safe(line)}</div>' for line in lines]
    for quotation in finding["quotations"]:
        if quotation["verdict"] != "verbatim":
            told = say("the quotation", "引文") + f" “{quotation['text']}”: {verdict_words(quotation['verdict'])}"
            parts.append(f'<div class="diff">{_safe(told)}</div>')
    evidence: Sequence[Mapping[str, Any]] = finding["evidence"]
    near = [_cited(e["citation"], [d["source"] for d in e["differences"]]) for e in evidence]
    if near and verdict == "absent":
        parts.append(f"<details><summary>{_safe(say('merely near', '仅为相近'))}</summary>{''.join(near)}</details>")
    elif near:
        parts.append(near[0])
        if near[1:]:
            parts.append(f"<details><summary>{_safe(say('more', '更多'))}</summary>{''.join(near[1:])}</details>")
    said = _marked(finding["text"], [d["draft"] for d in finding["differences"]])
    return (
        f'<section class="row {verdict}"><div class="draft">{said}</div>'
        f'<div class="source">{"".join(parts)}</div></section>'
    )


def _cited(citation: Mapping[str, Any], words: Sequence[str | None]) -> str:
    return (
        f"<blockquote>{_marked(citation['quote'].strip(), words)}</blockquote>"
        f'<div class="where">{_safe(source_line(citation))}</div>'
    )


def _marked(text: str, words: Sequence[str | None]) -> str:
    """Escape ``text`` with ``words`` marked where they stand in it to the letter."""
    known = [re.escape(word) for word in words if word]
    parts = re.split("(" + "|".join(known) + ")", text) if known else [text]
    return "".join(f"<mark>{_safe(part)}</mark>" if i % 2 else _safe(part) for i, part in enumerate(parts))


def _safe(text: str) -> str:
    """Escape text; controls and marks that turn the direction are shown as a replacement character."""
    return escape(for_terminal(text), quote=True)
