"""A checked draft as HTML: form, counts, and a row per sentence with the nearest clause beside it."""

from __future__ import annotations

import re

from index.language.script import detect_script
from retriever.check.verdict import Finding, Verdict
from ui.office.draft_files import SUFFIXES
from ui.service.draft_sessions import KEPT, PROBLEMS, Check
from ui.service.snapshot import Snapshot
from ui.service.uploads import LARGEST_DRAFT
from ui.web.drafts.clauses import SIGNS, Clauses
from ui.web.html import Markup, tag
from ui.web.strings import TAGS, Say

__all__ = ["SHOWN", "Rows", "render_draft_form", "render_head", "render_source"]

SHOWN: dict[str, frozenset[Verdict] | None] = {"all": None, "problems": PROBLEMS}
SHOWN |= {verdict.value: frozenset({verdict}) for verdict in sorted(Verdict, key=lambda v: v not in PROBLEMS)}
"""What may be shown of a draft → the verdicts; None is the whole of it, text without claims too."""

_LEAD = re.compile(r"[\w•·▪●○◆■]")


def render_draft_form(say: Say, problem: str | None) -> Markup:
    """Return the box for a draft with its buttons, and where its result goes."""
    accept = ",".join(SUFFIXES)
    hint = say("draft_hint", suffixes=" ".join(SUFFIXES), size=LARGEST_DRAFT >> 20)
    chooser = tag("input", type="file", accept=accept, class_="yj-hidden")
    bar = tag(
        "div",
        tag("label", chooser, say("choose_file"), class_="yj-choose"),
        tag("span", hint, class_="yj-hint"),
        tag("button", say("find_source"), type="button", class_="yj-find-source"),
        tag("button", say("check"), type="submit", class_="yj-primary"),
        class_="yj-draft-bar",
    )
    box = tag(
        "textarea",
        id="yj-draft",
        rows="9",
        placeholder=say("draft_placeholder"),
        spellcheck="false",
        aria_describedby="yj-draft-kept",
    )
    kept = say("draft_kept", minutes=round(KEPT / 60))
    return tag(
        "div",
        tag("p", problem, class_="yj-error", role="alert") if problem else "",
        tag(
            "form",
            tag("label", say("draft"), for_="yj-draft", class_="yj-hidden"),
            tag("div", box, bar, class_="yj-draft-box"),
            tag("p", kept, class_="yj-hint yj-kept", id="yj-draft-kept"),
        ),
        tag("div", class_="yj-report", aria_live="polite"),
        tag("p", class_="yj-said yj-hidden", role="status"),
        tag("section", class_="yj-result", aria_label=say("tab_check")),
        class_="yj-check",
        data_failed=say("failed"),
        data_sending=say("sending_draft"),
        data_copied=say("copied"),
        data_nothing=say("nothing_shown"),
    )


def render_head(check: Check, say: Say) -> Markup:
    """Return what stands above the rows: name, progress, counts that filter, ways from problem to problem."""
    buttons = [
        tag(
            "button",
            tag("span", SIGNS[name], aria_hidden="true", class_="yj-sign") if name in SIGNS else "",
            say(f"v_{name}") if name in SIGNS else say(f"show_{name}"),
            " ",
            tag("span", class_="yj-n") if name != "all" else "",
            type="button",
            class_=f"yj-show yj-v-{name}",
            data_show=name,
            aria_pressed="true" if name == "all" else "false",
            title=say(f"means_{name}") if name in SIGNS else None,
        )
        for name in SHOWN
    ]
    steps = [
        tag("button", sign, type="button", class_=f"yj-{key}", aria_label=say(key), title=say(key), aria_keyshortcuts=k)
        for key, sign, k in (("previous_problem", "↑", "p"), ("next_problem", "↓", "n"))
    ]
    downloads = [
        tag("button", say(f"download_{kind}"), type="button", class_="yj-action", data_download=kind)
        for kind in ("docx", "html")
    ]
    return tag(
        "header",
        tag(
            "div",
            tag("h2", tag("bdi", check.draft.name or say("pasted")), " ", tag("span", class_="yj-sum")),
            tag(
                "p",
                *downloads,
                tag("button", say("clear_draft"), type="button", class_="yj-action yj-clear-draft"),
                class_="yj-downloads",
            ),
            class_="yj-about",
        ),
        tag("div", class_="yj-progress"),
        tag(
            "div",
            tag("div", *buttons, class_="yj-filter", role="group", aria_label=say("show_verdicts")),
            tag("p", tag("span", class_="yj-here-of", aria_live="polite"), *steps, class_="yj-steps"),
            class_="yj-verdicts",
        ),
        class_="yj-head",
    )


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
