"""What tests counted, said below the results. Workers of pytest-xdist hand theirs to the process that writes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

OUTPUT = Path(__file__).parent / "output"
LINES: list[str] = []
AXE_CASES: list[dict[str, Any]] = []


@pytest.fixture(scope="session")
def summary() -> list[str]:
    """Lines that stand below the results of the run."""
    return LINES


@pytest.fixture(scope="session")
def axe_cases() -> list[dict[str, Any]]:
    """Every case that axe looked at, kept in a file and counted."""
    return AXE_CASES


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["summary"] = {"lines": LINES, "axe": AXE_CASES}


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    told = getattr(node, "workeroutput", {}).get("summary", {"lines": [], "axe": []})  # a worker that died says nothing
    LINES.extend(told["lines"])
    AXE_CASES.extend(told["axe"])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if AXE_CASES:
        wrong = sum(len(case["violations"]) for case in AXE_CASES)
        told = {"cases": len(AXE_CASES), "violations": wrong, "all": AXE_CASES}
        OUTPUT.mkdir(parents=True, exist_ok=True)
        (OUTPUT / "axe.json").write_text(json.dumps(told, indent=1))
        LINES.append(f"axe: {len(AXE_CASES)} cases, {wrong} violations")
    for line in LINES:
        terminalreporter.write_line(line)
