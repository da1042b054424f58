"""Questions asked of every place, read as asked of one."""

import pytest

from retriever.query.every_place import asked_of_each


@pytest.mark.parametrize(
    ("question", "of_each"),
    [
        ("各城市2025年森林覆盖率目标", "2025年森林覆盖率目标"),
        ("有哪些縣市的綠地面積達標", "綠地面積達標"),
        ("chemical fertiliser use efficiency 2025, all cities", "chemical fertiliser use efficiency 2025"),
        ("Which cities rely on the forest chief system?", "rely on the forest chief system?"),
        ("哪些城市提出了新能源汽车的目标", "新能源汽车的目标"),
        ("哪些城市提出建设无废城市", "提出建设无废城市"),
        ("各部门分别负责什么", "各部门分别负责什么"),
        ("哪些城市", "哪些城市"),
        ("城市更新的目标", "城市更新的目标"),
    ],
)
def test_only_what_asks_for_every_place_is_left_out(question: str, of_each: str) -> None:
    assert asked_of_each(question) == of_each
