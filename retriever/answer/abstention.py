"""Why a question gets no answer: one sentence, in the language and script of the question."""

from __future__ import annotations

from collections.abc import Sequence

from index.language.script import to_simplified, to_traditional
from index.recognizers.places import spelled
from retriever.query.places import bare_mention
from retriever.query.types import Query

__all__ = [
    "no_article",
    "no_document",
    "no_field",
    "no_name",
    "no_number",
    "not_read",
    "not_stated",
    "other_places",
    "other_years",
    "say",
    "unknown_place",
]

_FIELDS = {
    "doc_no": ("文号", "number"),
    "issued_on": ("印发日期", "date of issue"),
    "issuer": ("印发机关", "issuing body"),
}


def say(query: Query, chinese: str, english: str) -> str:
    """Return what is said in the language and script of ``query``."""
    if query.language == "en":
        return english
    return to_traditional(chinese) if query.script == "hant" else to_simplified(chinese)


def _places(query: Query, names: Sequence[str]) -> str:
    """Places as the question calls them in English, by their full names in Chinese."""
    if query.language != "en":
        return "、".join(names)
    mentions = {name: span.of(query.text) for found, span in spelled(query.text) for name in found}
    mentions |= {place.name: place.mention for place in query.places}
    return ", ".join(dict.fromkeys(bare_mention(mentions.get(name, name)) for name in names))


def unknown_place(query: Query) -> str:
    """No document of the corpus is about the place that the question names."""
    names = _places(query, query.unknown_places)
    return say(query, f"语料中没有{names}的文件。", f"The corpus has no document about {names}.")


def other_years(query: Query, years: Sequence[int], limited: bool = False) -> str:
    """What is asked for is stated, but for other years; ``limited`` tells that not all documents were asked."""
    asked = max(query.intent.years)
    stated = "、".join(f"{year}年" for year in years)
    where, who = ("所选文件中", "The documents chosen do") if limited else ("语料中", "The corpus does")
    return say(
        query,
        f"{where}没有{asked}年的这一数值,只有{stated}的。",
        f"{who} not state this for {asked}, only for {', '.join(str(y) for y in years)}.",
    )


def not_stated(query: Query, limited: bool = False) -> str:
    """Nothing in the documents that the question is about says what it asks for; ``limited`` as in other_years."""
    if limited:
        return say(query, "所选文件中没有找到所问的内容。", "The documents chosen do not say what is asked for.")
    if query.places:
        names = _places(query, [p.name for p in query.places])
        return say(
            query, f"{names}的文件中没有找到所问的内容。", f"The documents about {names} do not say what is asked for."
        )
    return no_document(query)


def other_places(query: Query, reason: str, places: Sequence[str]) -> str:
    """``reason``, and the other places whose documents state what is asked for of one."""
    first = reason.rstrip("。. ")
    names = "、".join(places)
    return say(query, f"{first};{names}的文件中有。", f"{first}; those about {', '.join(places)} do.")


def no_field(query: Query, field: str) -> str:
    """The document does not state its number, date or issuer."""
    chinese, english = _FIELDS.get(field, ("这一信息", "title"))
    return say(query, f"文件没有载明{chinese}。", f"The document does not state its {english}.")


def no_article(query: Query) -> str:
    """The document that the question names has no article of this number, or the article no such part."""
    if query.intent.article_parts:
        return say(
            query,
            "该文件没有这一条,或这一条没有所问的款项。",
            "That document has no such article, or the article no such part.",
        )
    return say(query, "该文件没有这一条。", "That document has no such article.")


def no_document(query: Query) -> str:
    """Nothing in the corpus says what the question asks for."""
    return say(query, "语料中没有找到所问的内容。", "The corpus does not say what is asked for.")


def no_number(query: Query) -> str:
    """No document of the corpus has the number that the question names."""
    chinese, english = "、".join(query.numbers), ", ".join(query.numbers)
    return say(query, f"语料中没有文号为{chinese}的文件。", f"The corpus has no document numbered {english}.")


def no_name(query: Query, name: str, limited: bool = False) -> str:
    """What was read says nothing of a ``name`` that the question insists on; ``limited`` as in other_years."""
    where, who = ("所选文件中", "The documents chosen do") if limited else ("语料中", "The corpus does")
    return say(query, f"{where}没有找到关于“{name}”的所问内容。", f"{who} not say what is asked for of {name}.")


def not_read(query: Query, why: str) -> str:
    """The passages found could not be read, and ``why``."""
    return say(query, f"检索到的段落无法阅读作答:{why}", f"The passages found could not be read: {why}")
