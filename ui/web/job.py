"""A long piece of work as the tabs show it."""

from __future__ import annotations

from ui.service.jobs import Job
from ui.text.messages import localised
from ui.web.html import Markup, render, tag
from ui.web.strings import Say

__all__ = ["render_job"]


def render_job(job: Job, say: Say, chosen: str) -> Markup:
    """Return how far a job is, or why it ended early; nothing for one that is done, of which its tab tells."""
    if job.state == "running":
        share = f"{job.done} / {job.total}" if job.total else f"{job.done}" if job.done else ""
        stop = {"stop": "yj-cancel", "stop_label": say("cancel")}
        return render("job.html", label=say(f"stage_{job.stage}"), done=job.done, total=job.total, share=share, **stop)
    if job.state == "cancelled":
        return tag("p", say("cancelled"), class_="yj-done")
    if job.state == "failed":
        return tag("p", localised(job.error or "", chosen), class_="yj-error", role="alert")
    return Markup("")
