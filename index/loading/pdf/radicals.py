"""Radicals of the CJK Radicals Supplement that fonts give for the Han characters that look like them.

From EquivalentUnifiedIdeograph.txt of the Unicode Character Database, those that stand for a character in simplified or
traditional text.
"""

from __future__ import annotations

__all__ = ["RADICALS"]

RADICALS = dict(
    zip(
        "⺎⺏⺒⺓⺛⺝⺟⺠⺩⺫⺬⺯⺸⺹⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "兀尣巳幺旡月母民王目示糸羊老虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
