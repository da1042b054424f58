"""The question box with its filters, its examples, and the places where answers and documents appear."""

from __future__ import annotations

from index.language.script import detect_script, language
from ui.service.snapshot import Asked, Snapshot
from ui.web.ask.answers import address
from ui.web.html import Markup, join, limiting, tag
from ui.web.strings import LANGUAGES, TAGS, Say, say_in

__all__ = ["render_bar", "render_form"]

CHOICES = 1_000
"""Documents or places offered; a larger corpus is searched by asking."""


def render_form(snapshot: Snapshot | None, problem: str | None, chosen: str) -> Markup:
    """Return the tab in one of LANGUAGES; without an index, ``problem`` says why there is none."""
    say = say_in(chosen)
    return tag(
        "div",
        _form(snapshot, say),
        tag("p", problem, class_="yj-error", role="alert") if problem else "",
        tag("p", class_="yj-said yj-hidden", role="status"),
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
    documents = snapshot.first_documents(CHOICES) if snapshot else ()
    places = snapshot.places[:CHOICES] if snapshot else ()
    years = snapshot.years if snapshot else ()
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
            tag("button", say("ask"), type="submit", class_="yj-primary"),
            class_="yj-box",
        ),
        tag(
            "div",
            limiting("document", say("document"), say("all_documents"), zip(documents, documents, strict=True)),
            limiting("place", say("place"), say("all_places"), zip(places, places, strict=True)),
            limiting("year", say("year"), say("all_years"), zip(years, years, strict=True)),
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
