"""A checked draft as HTML: form, counts, and a row per sentence with the nearest clause beside it."""

from __future__ import annotations

import re

from index.language.script import detect_script
from retriever.check.verdict import PROBLEMS, Finding, Verdict
from ui.office.draft_files import SUFFIXES
from ui.service.draft_sessions import KEPT, Check
from ui.service.snapshot import Snapshot
from ui.service.uploads import LARGEST_DRAFT
from ui.web.drafts.clauses import SIGNS, Clauses
from ui.web.html import Markup, render, tag
from ui.web.strings import TAGS, Say

__all__ = ["SHOWN", "Rows", "render_draft_form", "render_head", "render_source"]

SHOWN: dict[str, tuple[Verdict, ...] | None] = {"all": None, "problems": PROBLEMS}
SHOWN |= {verdict.value: (verdict,) for verdict in (*PROBLEMS, *(v for v in Verdict if v not in PROBLEMS))}
"""What may be shown of a draft → the verdicts; None is the whole of it, text without claims too."""

_LEAD = re.compile(r"[\w•·▪●○◆■]")


def render_draft_form(say: Say, problem: str | None) -> Markup:
    """Return the box for a draft with its buttons, and where its result goes."""
    return render(
        "draft_form.html",
        problem=problem,
        suffixes=SUFFIXES,
        mebibytes=LARGEST_DRAFT >> 20,
        minutes=round(KEPT / 60),
        say=say,
    )


def render_head(check: Check, say: Say) -> Markup:
    """Return what stands above the rows: name, progress, counts that filter, ways from problem to problem."""
    return render("draft_head.html", name=check.draft.name, filters=SHOWN, signs=SIGNS, say=say)


class Rows:
    """The rows of one draft, in the language of ``say``."""

    def __init__(self, check: Check, say: Say) -> None:
        self._check = check
        self._clauses = Clauses(check.snapshot, say)
        self._lang = TAGS[detect_script(check.draft.draft.text[:20_000])]

    def row(self, number: int, *, lead: bool) -> Markup:
        """Return sentence ``number``; with ``lead`` what stands before it and belongs to no sentence is shown too."""
        finding = self._check.findings[number]
        text = self._check.draft.draft.text
        before = self._check.findings[number - 1].span.end if number else 0
        gap = text[before : finding.span.start]
        own_line = "yj-line" if not number or "\n" in gap or "\t" in gap else ""
        mark = gap.strip() if lead and len(gap) < 40 and _LEAD.search(gap) else ""
        if finding.verdict is None:
            kind = f"yj-plain yj-{finding.skipped} {own_line}"
            said = tag("p", f"{mark} {finding.text}".strip(), class_="yj-sentence", lang=self._lang)
            return tag("li", said, class_=kind.strip())
        return self._clauses.claim(finding, own_line=own_line, number=number, mark=mark, lang=self._lang)


def render_source(finding: Finding, snapshot: Snapshot, say: Say) -> Markup:
    """Return one sentence with every clause that speaks of it, ranked, each with how it stands to the sentence."""
    clauses = Clauses(snapshot, say)
    lang = TAGS[detect_script(finding.text)]
    return tag(
        "ol", clauses.claim(finding, own_line="yj-line", number=0, mark="", lang=lang, ranked=True), class_="yj-rows"
    )
