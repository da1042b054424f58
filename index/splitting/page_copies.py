"""Finding a page, or nearly all of it, that follows itself in one file."""

from __future__ import annotations

import re

from index.types import Span

__all__ = ["whole_repeats"]

_SENTENCE = re.compile(r"[^。!?;\r\n]+")
_REST_OF_SENTENCE = re.compile(r"[。!?; \r\n]*")
_SHORTEST_SENTENCE = 6
# A copy may lack or add a few sentences in the middle (a byline, an advertisement).
_MOST_SKIPPED = 6
_SHORTEST_REPEAT = 500
# How much of the page before it a run must repeat, and of what follows it, to be the page again and not a quotation.
_LEAST_COVERED = 0.7
_LEAST_OF_REST = 0.8
# ... and how much of the run itself: of a text behind its table of contents, only the headings are repeated.
_LEAST_REPEATED = 0.5
# A run this long is the page again also when other documents follow; shorter, it may be a summary taken from the text.
_CERTAIN = 3000


def whole_repeats(folded: str, start: int, end: int) -> list[Span]:
    """Return the spans in ``folded[start:end]`` that repeat what precedes them from its beginning on, in order.

    Sentences are compared without blanks. A run of repeated sentences counts when it takes up at least 500 characters,
    covers 70 % of the text from where its original starts, which must be near the beginning, half of it is repeated,
    and little follows that is not repeated as well: a summary that recurs in the official text is none, nor is a text
    behind its table of contents.
    """
    sentences = [
        (match.group().replace(" ", ""), match.start(), match.end()) for match in _SENTENCE.finditer(folded, start, end)
    ]
    sentences = [sentence for sentence in sentences if len(sentence[0]) >= _SHORTEST_SENTENCE]
    first: dict[str, int] = {}
    # First sentence of the run, of its original, last sentence of the run, how many characters are repeated.
    runs: list[tuple[int, int, int, int]] = []
    run: tuple[int, int] | None = None
    last = original = repeated = 0
    for number, (text, begin, finish) in enumerate(sentences):
        if run and number - last <= _MOST_SKIPPED:
            expected = next((k for k in range(original + 1, original + 2 + _MOST_SKIPPED) if k < run[0]
                             and sentences[k][0] == text), None)  # fmt: skip
        else:
            expected = None
        if expected is not None:
            last, original, repeated = number, expected, repeated + finish - begin
        elif text in first:
            if run:
                runs.append((*run, last, repeated))
            run, last, original, repeated = (number, first[text]), number, first[text], finish - begin
        first.setdefault(text, number)
    if run:
        runs.append((*run, last, repeated))

    return _pages(folded, sentences, runs, start, end)


def _pages(
    folded: str, sentences: list[tuple[str, int, int]], runs: list[tuple[int, int, int, int]], start: int, end: int
) -> list[Span]:
    """Keep the runs that are the page again."""
    pages: list[Span] = []
    for at, source, final, repeated in runs:
        begin, finish, origin = sentences[at][1], sentences[final][2], sentences[source][1]
        if repeated < _LEAST_REPEATED * (finish - begin):
            continue
        page_end = pages[0].start if pages else begin
        near_start = origin - start <= max(_SHORTEST_REPEAT, 0.3 * (page_end - start))
        if finish - begin >= _SHORTEST_REPEAT and near_start and finish - begin >= _LEAST_COVERED * (page_end - origin):
            # Too short a sentence before it is left out of the comparison, not out of the page.
            line = folded.rfind("\n", start, begin) + 1
            stop = _REST_OF_SENTENCE.match(folded, finish, end)
            pages.append(Span(line if begin - line < _SHORTEST_SENTENCE else begin, stop.end() if stop else finish))
    found: list[Span] = []
    for number, page in enumerate(pages):
        to_the_end = sum(span.size for span in pages[number:]) >= _LEAST_OF_REST * (end - page.start)
        following = pages[number + 1].start if number + 1 < len(pages) else end
        if to_the_end or page.size >= _CERTAIN:
            found.append(Span(page.start, following if to_the_end else page.end))
    return found
