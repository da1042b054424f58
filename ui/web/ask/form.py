"""The question box with its filters, its examples, and the places where answers and documents appear."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from index.language.script import detect_script, language
from ui.service.snapshot import Asked, Snapshot
from ui.web.ask.answers import address
from ui.web.html import Markup, join, tag
from ui.web.strings import LANGUAGES, TAGS, Say, say_in

__all__ = ["choices", "render_bar", "render_form"]

CHOICES = 1_000
"""Values of a filter that are offered; a larger corpus is searched by asking."""

SEARCHED = 6
"""Values from which a list can be searched."""


def render_form(snapshot: Snapshot | None, problem: str | None, chosen: str) -> Markup:
    """Return the tab in one of LANGUAGES; without an index, ``problem`` says why there is none."""
    say = say_in(chosen)
    return tag(
        "div",
        _form(snapshot, say),
        tag("p", problem, class_="yj-error", role="alert") if problem else "",
        tag("p", class_="yj-said yj-hidden", role="status"),
        tag("p", class_="yj-understood", hidden="hidden", data_words=say("understood"), data_typed=say("as_typed")),
        tag(
            "div",
            tag("div", _examples(snapshot, say), class_="yj-answers", tabindex="-1", id="yj-answers"),
            tag("aside", class_="yj-reader", aria_label=say("document"), hidden="hidden"),
            class_="yj-columns",
        ),
        class_="yj-ask",
        lang=TAGS[chosen],
        data_failed=say("failed"),
        data_copied=say("copied"),
        data_nothing=say("nothing_found"),
        data_at=say("place_of"),
        data_working=say("working"),
        data_close=say("close"),
    )


def _form(snapshot: Snapshot | None, say: Say) -> Markup:
    documents = dict.fromkeys(snapshot.first_documents(CHOICES) if snapshot else (), 1)
    return tag(
        "form",
        tag(
            "div",
            tag("label", say("question"), for_="yj-q", class_="yj-hidden"),
            tag(
                "input",
                id="yj-q",
                name="q",
                type="search",
                enterkeyhint="search",
                autocomplete="off",
                placeholder=say("placeholder"),
            ),
            tag("input", type="hidden", name="plain"),
            tag("button", say("ask"), type="submit", class_="yj-primary"),
            class_="yj-box",
        ),
        tag(
            "div",
            choices("document", documents, say),
            choices("place", snapshot.places if snapshot else {}, say),
            choices("issuer", snapshot.issuers if snapshot else {}, say),
            choices("year", snapshot.years if snapshot else {}, say),
            _dates(say),
            tag(
                "details",
                tag("summary", say("history")),
                tag("ol"),
                tag("button", say("clear_history"), type="button", class_="yj-clear"),
                class_="yj-history",
                hidden="hidden",
            ),
            class_="yj-filters",
            role="group",
            aria_label=say("filters"),
        ),
        role="search",
    )


def choices(name: str, values: Mapping[Any, int], say: Say) -> Markup:
    """Return a list to choose several from, folded: every value with how many documents it stands for.

    A long list can be searched. Without a choice nothing is limited.
    """
    rows = [_choice(name, value, count, say) for value, count in islice(values.items(), CHOICES)]
    search = tag("input", type="search", class_="yj-narrowing", placeholder=say("narrow"), aria_label=say("narrow"))
    return tag(
        "details",
        tag("summary", tag("span", say(name), class_="yj-label"), tag("span", "", class_="yj-chosen")),
        tag(
            "fieldset",
            tag("legend", say(name), class_="yj-hidden"),
            search if len(rows) > SEARCHED else "",
            tag("button", say(f"all_{name}s"), type="button", class_="yj-none"),
            tag("ul", *rows),
        ),
        class_="yj-choice",
        data_choice=name,
    )


def _choice(name: str, value: object, count: int, say: Say) -> Markup:
    box = tag("input", type="checkbox", name=name, value=value)
    counted = say("n_documents_1") if count == 1 else say("n_documents", n=count)
    held = "" if name == "document" else tag("span", f"{count:,}", class_="yj-n", title=counted)
    return tag("li", tag("label", box, tag("bdi", value), held))


def _dates(say: Say) -> Markup:
    fields = [tag("label", say(f"issued_{name}"), tag("input", type="date", name=name)) for name in ("from", "until")]
    return tag(
        "details",
        tag("summary", tag("span", say("issued"), class_="yj-label"), tag("span", "", class_="yj-chosen")),
        tag(
            "fieldset",
            tag("legend", say("issued"), class_="yj-hidden"),
            tag("button", say("all_dates"), type="button", class_="yj-none"),
            *fields,
        ),
        class_="yj-choice",
        data_choice="issued",
    )


def _examples(snapshot: Snapshot | None, say: Say) -> Markup:
    """Questions that the open index answers, each in the language that it is asked in."""
    questions = snapshot.bundle.examples if snapshot else ()
    if not questions:
        return tag("div", class_="yj-examples")
    links = [
        tag("li", tag("a", question, href=address(Asked(question)), data_q=question, lang=TAGS[_script(question)]))
        for question in questions
    ]
    return tag("div", tag("p", say("examples")), tag("ul", *links), class_="yj-examples")


def _script(question: str) -> str:
    return "en" if language(question) == "en" else detect_script(question)


def render_bar(chosen: str) -> Markup:
    """Return the strip above everything: the name, the switch of language, the switch of light and dark."""
    say = say_in(chosen)
    languages = [
        tag("option", name, value=code, lang=TAGS[code], selected="selected" if code == chosen else None)
        for code, name in LANGUAGES.items()
    ]
    return join(
        tag("a", say("skip"), href="#yj-answers", class_="yj-skip"),
        tag(
            "h1",
            tag("span", "引据", class_="yj-seal", lang="zh-Hans"),
            tag("span", say("tagline"), class_="yj-tagline"),
        ),
        tag("select", *languages, class_="yj-language", aria_label=say("language")),
        tag("button", "◐", type="button", class_="yj-theme", aria_label=say("theme"), title=say("theme")),
    )
