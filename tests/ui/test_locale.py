import pytest

from ui.locale import interface_language


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
