"""What the evaluation tab says."""

from __future__ import annotations

TEXT: dict[str, tuple[str, str]] = {
    "evaluation_about": (
        "Asks prepared questions whose answers are known, and counts how often the right clause and answer are found.",
        "用已有标准答案的问题提问，统计找到正确条款和答案的比例。",
    ),
    "split_tune": ("tuning half", "调优用题"),
    "split_report": ("reporting half", "报告用题"),
    "split_all": ("all", "全部"),
    "system_hybrid": ("words and meaning", "字词与语义"),
    "system_lexical": ("words", "仅字词"),
    "system_dense": ("meaning", "仅语义"),
    "runs": ("Runs", "评测记录"),
    "no_runs": ("No run has been saved yet.", "还没有保存的评测。"),
    "run": ("Run over the gold questions", "用标准问题评测"),
    "split": ("Half", "题目范围"),
    "system": ("System", "系统"),
    "benchmark": ("Benchmark", "题集"),
    "n_questions": ("{n} questions", "{n} 题"),
    "when": ("Saved", "保存时间"),
    "report": ("Report", "报告"),
    "show_report": ("Show", "查看"),
    "report_of": ("Report of {name}", "{name} 的报告"),
    "compare": ("Compare", "比较"),
    "before": ("before", "之前"),
    "after": ("after", "之后"),
    "figure": ("Figure", "指标"),
    "change": ("Change", "变化"),
    "interval": ("95% interval", "95% 区间"),
    "adjusted": ("p (Holm)", "p(Holm)"),
    "verdict": ("Verdict", "结论"),
    "verdict_better": ("better", "更好"),
    "verdict_worse": ("worse", "更差"),
    "verdict_mixed": ("mixed", "有好有坏"),
    "verdict_no_difference": ("no difference", "无显著差异"),
    "gained": ("Questions better", "变好的问题"),
    "lost": ("Questions worse", "变差的问题"),
    "run_saved": ("Saved: {n} questions.", "已保存：{n} 题。"),
}
"""Key → English, Simplified Chinese."""
