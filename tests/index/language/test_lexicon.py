from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ModelError
from index.language.lexicon import LEXICON_FILE, STOPWORDS, Lexicon, forms, words_of

SMALL = Lexicon(
    "city\t城市,1000\nenergy\t能源,1000\nsolar\t太阳能,700,太阳系,300\nsolar energy\t太阳能,1000\n".encode()
)


def test_phrase_comes_before_its_words_and_keeps_them() -> None:
    found = SMALL.translate("How much solar energy do cities use?")
    assert [(t.term, t.start, t.length) for t in found] == [
        ("solar energy", 2, 2),
        ("solar", 2, 1),
        ("energy", 3, 1),
        ("city", 5, 1),
    ]
    assert found[1].translations == (("太阳能", 0.7), ("太阳系", 0.3))


def test_stop_words_and_unknown_words_have_no_translation() -> None:
    assert SMALL.translate("what is the zzyzx") == []
    assert SMALL.translate("全市建筑") == []


def test_missing_and_damaged_files_are_model_errors(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="missing"):
        Lexicon.load(tmp_path / "none.tsv")
    cut = tmp_path / "cut.tsv"
    cut.write_bytes(LEXICON_FILE.read_bytes()[:10_000])
    with pytest.raises(ModelError, match="damaged"):
        Lexicon.load(cut)
    empty = tmp_path / "empty.tsv"
    empty.write_bytes(b"")
    with pytest.raises(ModelError, match="damaged"):
        Lexicon.load(empty)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("policies", "policy"),
        ("buildings", "building"),
        ("planned", "plan"),
        ("reducing", "reduce"),
        ("applied", "apply"),
    ],
)
def test_inflected_forms_lead_to_the_base(word: str, expected: str) -> None:
    assert expected in list(forms(word))


@given(st.from_regex(r"[a-z]{1,12}", fullmatch=True))
def test_forms_start_with_the_word_itself(word: str) -> None:
    assert next(iter(forms(word))) == word


def test_shipped_lexicon_knows_policy_words_and_is_well_formed() -> None:
    lexicon = Lexicon.load()
    assert len(lexicon) > 50_000
    for term, expected in [("photovoltaic", "光伏"), ("carbon", "碳"), ("emission", "排放"), ("newton", "牛顿")]:
        assert expected in [zh for zh, _ in lexicon.lookup(term)], term
    for entry in list(lexicon.entries())[::97]:
        translations = lexicon.lookup(entry)
        shares = [share for _, share in translations]
        assert translations
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) <= 1.01
        assert entry not in STOPWORDS


@given(st.text())
def test_translate_never_fails_and_stays_inside_the_text(text: str) -> None:
    words = words_of(text)
    for found in Lexicon.load().translate(text):
        assert 0 <= found.start < found.start + found.length <= len(words)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,6}( [a-z]{1,6})?", fullmatch=True), st.just("词,1000"), min_size=1))
def test_every_entry_is_found_and_no_other(entries: dict[str, str]) -> None:
    lexicon = Lexicon("".join(f"{entry}\t{entries[entry]}\n" for entry in sorted(entries)).encode())
    assert sorted(entries) == list(lexicon.entries())
    assert all(lexicon.lookup(entry) == (("词", 1.0),) for entry in entries)
    assert lexicon.lookup("zzzzzzz") == lexicon.lookup("") == lexicon.lookup("0") == ()
