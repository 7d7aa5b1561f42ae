"""`python -m tests.long`: over time every long test has its turn, and none is run twice in one round."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from django.conf import settings

from tests.long import slice_of

LONG = "import pytest\n@pytest.mark.long\n@pytest.mark.parametrize('n', range(12))\ndef test_it(n):\n    assert n != {bad}\n"


@pytest.fixture
def long_tests(tmp_path):
    def written(bad: int = -1) -> str:
        (tmp_path / "test_lang.py").write_text(LONG.format(bad=bad) + "def test_short():\n    assert False\n")
        return str(tmp_path)

    return written


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.long", *arguments, "-q", "-p", "no:cacheprovider", "--rootdir", "/"]
    return subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)


def test_commits_choose_every_slice():
    assert {slice_of(f"commit {number}", 4) for number in range(40)} == {0, 1, 2, 3}


def test_the_slices_together_are_all_long_tests_and_each_has_one(long_tests):
    folder = long_tests()
    by_slice = {slice_of(commit, 2): commit for commit in ("a", "b", "c", "d", "e")}

    chosen = [
        re.findall(r"^  \S+(\[\d+\])$", run("--slice", by_slice[n], "--slices", "2", folder).stdout, re.MULTILINE)
        for n in by_slice
    ]

    assert sorted(name for names in chosen for name in names) == sorted(f"[{number}]" for number in range(12))
    assert all(chosen)


def test_fewer_tests_than_slices_leave_no_slice_empty(long_tests):
    folder = long_tests()
    by_slice = {slice_of(str(number), 40): str(number) for number in range(400)}

    for number in (11, 12, 39):
        done = run("--slice", by_slice[number], "--slices", "40", folder)
        assert "1 of 12 long tests" in done.stdout, done.stdout


def test_a_failing_long_test_fails_the_run(long_tests):
    done = run("--all", long_tests(bad=3))

    assert done.returncode == 1
    assert "12 of 12 long tests" in done.stdout


def test_no_long_test_in_the_slice_is_no_failure(tmp_path):
    (tmp_path / "test_kurz.py").write_text("def test_short():\n    assert False\n")

    done = run("--slice", "abc", str(tmp_path))

    assert done.returncode == 0
    assert done.stdout.endswith("There are no long tests in this slice.\n")
