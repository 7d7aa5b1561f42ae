from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from theming.build import KEPT_SECONDS, MANIFEST, drop_old, put_in_place

if TYPE_CHECKING:
    from pathlib import Path


def test_files_are_replaced_and_earlier_ones_stay(tmp_path: Path) -> None:
    fresh, target = tmp_path / "fresh", tmp_path / "static"
    (fresh / "built").mkdir(parents=True)
    (target / "built").mkdir(parents=True)
    (target / "built" / "app.old.css").write_text("old")
    (target / MANIFEST).write_text("old")
    (fresh / "built" / "app.new.css").write_text("new")
    (fresh / MANIFEST).write_text("new")

    put_in_place(fresh, target)

    assert (target / "built" / "app.old.css").read_text() == "old"
    assert (target / "built" / "app.new.css").read_text() == "new"
    assert (target / MANIFEST).read_text() == "new"


def test_only_files_of_long_ago_go(tmp_path: Path) -> None:
    young, old = tmp_path / "young.css", tmp_path / "old.css"
    young.touch()
    old.touch()
    long_ago = time.time() - KEPT_SECONDS - 60
    os.utime(old, (long_ago, long_ago))

    drop_old(tmp_path)

    assert young.exists()
    assert not old.exists()
