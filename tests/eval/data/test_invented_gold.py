from pathlib import Path

from eval.data.verify import check

INVENTED = Path(__file__).parents[3] / "eval" / "data" / "invented"


def test_the_gold_set_over_invented_documents_holds() -> None:
    gold, texts, problems = check(INVENTED / "gold", INVENTED / "corpus")
    assert problems == []
    assert len(gold.questions) == 111
    assert len(texts) == 3
