import pytest

from ui.text.locale import interface_language, say, speaking, tagged_language


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "hans"),
        ({"LANG": "zh_TW.UTF-8"}, "hant"),
        ({"LANG": "zh-Hant-HK"}, "hant"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_SG.UTF-8"}, "hans"),
        ({"LC_ALL": "C", "YINJU_LANG": "zh"}, "hans"),
    ],
)
def test_the_locale_decides(environ: dict[str, str], expected: str) -> None:
    assert interface_language(environ) == expected


def test_a_reader_may_have_another_language_than_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YINJU_LANG", "en")
    with speaking("hant"):
        assert say("draft", "文稿说明") == "文稿說明"
    assert say("draft", "文稿说明") == "draft"


@pytest.mark.parametrize(
    ("wanted", "language"),
    [("zh-TW", "hant"), ("zh-TW,zh;q=0.9,en-US;q=0.8", "hant"), ("zh-CN;q=0.9", "hans"), ("fr, zh", "en"), ("", "en")],
)
def test_of_a_list_of_languages_the_first_is_spoken(wanted: str, language: str) -> None:
    assert tagged_language(wanted) == language
