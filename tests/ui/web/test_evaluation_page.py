"""The evaluation tab in a real browser: saved runs, a report, a comparison, a run that is cancelled."""

from eval.runs.results import Benchmark, QuestionResult, Results, save_results
from tests.ui.web.conftest import tab


def results(system: str, right: float) -> Results:
    questions = tuple(
        QuestionResult(
            id=f"q{n}",
            question=f"问题 {n}<b>?",
            slices={"language": ("Simplified",)},
            figures={"Success@5": right if n % 2 else 1.0, "TopAnswerRight": right},
            confidence=0.5,
            right=bool(right),
            took_ms=5.0,
        )
        for n in range(40)
    )
    return Results(Benchmark("gold:elsewhere", "tune", 40, "0" * 64), system, {}, "yinju eval", questions)


def test_runs_are_listed_reported_and_compared(seed_server, open_page, shoot):
    seed_server.runs.mkdir(exist_ok=True)
    good = results("hybrid", 1.0)
    save_results(seed_server.runs / "first.json", good)
    save_results(seed_server.runs / "second.json", results("lexical", 0.0))
    (seed_server.runs / "damaged.json").write_text("{")
    page = open_page(seed_server.address)
    tab(page, "evaluation")
    page.wait_for_selector("[data-run=first]")
    assert "damaged" in page.text_content(".yj-evaluation table")
    page.click("[data-run=first]")
    page.wait_for_selector(".yj-shown iframe")
    frame = page.frame_locator(".yj-shown iframe")
    assert "gold:elsewhere" in frame.locator("h1").text_content()
    frame.locator("svg").nth(2).wait_for()
    shoot(page, "evaluation-1280")
    page.select_option("select[name=before]", "first")
    page.select_option("select[name=after]", "second")
    page.click(".yj-compare")
    page.wait_for_selector(".yj-shown table")
    assert "更差" in page.text_content(".yj-shown h2")
    page.click(".yj-shown summary")
    assert "问题 1<b>?" in page.text_content(".yj-shown details")
    shoot(page, "comparison-1280")


def test_a_run_shows_its_progress_and_can_be_cancelled(seed_server, open_page):
    page = open_page(seed_server.address)
    tab(page, "evaluation")
    page.select_option("select[name=split]", "tune")
    page.click(".yj-run")
    page.wait_for_function("document.querySelector('.yj-report progress')?.max > 50")
    page.click(".yj-cancel")
    page.wait_for_selector(".yj-report .yj-done:has-text('已取消')")
