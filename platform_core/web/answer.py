"""One answer for both kinds of browser: a fragment for htmx, a message and a redirect for everybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

if TYPE_CHECKING:
    from platform_core.refusal import Refusal
    from platform_core.web.request import Request


def answer(
    request: Request, template: str, context: dict[str, Any], *, fragment: str, fallback: str, done: str = ""
) -> HttpResponse:
    """Render `template#fragment` for htmx; else go to `fallback` with a message.

    A refusal in `context["problem"]` is shown in place of `done`.
    """
    problem: Refusal | None = context.get("problem")
    if request.htmx:
        return render(request, f"{template}#{fragment}", context, status=problem.status if problem else 200)
    if problem:
        messages.error(request, str(problem))
    elif done:
        messages.success(request, done)
    return redirect(fallback)
