"""A folder is shown whole or not at all, and one run at a time makes it."""

from __future__ import annotations

import grp
import os
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from examgen.exam import staging as module
from examgen.exam.files import OWNER, Access, FileError, readers
from examgen.exam.staging import Staging, StagingError, staged_path, staging


def files(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def half(folder: Path) -> None:
    """A run that is interrupted once it has made a file."""
    with staging(folder) as stage:
        (stage.folder / "a").write_text("1")
        raise KeyboardInterrupt


def test_what_is_made_stands_in_a_hidden_folder_until_it_is_shown(tmp_path) -> None:
    out = tmp_path / "exam"
    with staging(out) as stage:
        assert stage == Staging(tmp_path / ".exam.unfinished", out)
        assert stage.folder == staged_path(out)
        assert stat.S_IMODE(stage.folder.stat().st_mode) == 0o700
        (stage.folder / "a").write_text("1")
        (stage.folder / ".writing-x").write_text("half")
        assert not out.exists()
        stage.finish()
    assert files(out) == {"a": "1"}
    assert names(tmp_path) == ["exam"]


def test_what_an_interrupted_run_made_is_still_there_and_can_be_thrown_away(tmp_path) -> None:
    with pytest.raises(KeyboardInterrupt):
        half(tmp_path / "exam")
    with staging(tmp_path / "exam") as stage:
        assert files(stage.folder) == {"a": "1"}
        (stage.folder / "folder").mkdir()
        (stage.folder / "folder" / "b").write_text("2")
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "elsewhere" / "c").write_text("3")
        (stage.folder / "link").symlink_to(tmp_path / "elsewhere")
        stage.clear()
        assert list(stage.folder.iterdir()) == []
    assert files(tmp_path) == {"elsewhere/c": "3"}, "what a link leads to is nobody's to throw away"
    assert names(tmp_path) == ["elsewhere"], "an empty start leaves nothing"


def test_a_folder_with_files_is_refused_and_an_empty_one_is_taken(tmp_path) -> None:
    (tmp_path / "exam").mkdir()
    with staging(tmp_path / "exam") as stage:
        stage.finish()
    (tmp_path / "exam" / "a").write_text("1")
    (tmp_path / "file").write_text("1")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "exam.sealed.json").write_text("{}")
    for taken, says in (
        ("exam", "exam is not empty; choose another folder"),
        ("file", "file is a file; choose another folder"),
        (
            "other",
            "other holds another exam, this exam with another secret, or a damaged one; use the blueprint and the secret",
        ),
    ):
        with pytest.raises(StagingError, match=says), staging(tmp_path / taken):
            pass
    with staging(tmp_path / "exam", over=True) as stage:
        assert stage.target == tmp_path / "exam"


def test_two_runs_do_not_make_the_same_folder(tmp_path) -> None:
    with staging(tmp_path / "exam"):
        with pytest.raises(StagingError) as error, staging(tmp_path / "exam"):
            pass
        assert str(error.value) == (
            f"another run is making {tmp_path / 'exam'} right now; wait until it has finished, or choose another folder with --out"
        )
        with staging(tmp_path / "another"):
            pass
    with staging(tmp_path / "exam"):
        pass


def test_a_run_that_waited_for_a_folder_that_was_shown_meanwhile_makes_its_own(tmp_path, monkeypatch) -> None:
    own, seen = module._is, []

    def shown_meanwhile(folder: Path, handle: int) -> bool:
        if not seen:
            folder.rename(tmp_path / "shown")
        seen.append(own(folder, handle))
        return seen[-1]

    monkeypatch.setattr(module, "_is", shown_meanwhile)
    with staging(tmp_path / "exam") as stage:
        assert stage.folder.is_dir()
    assert seen == [False, True]


def test_a_file_in_the_place_of_the_hidden_folder_is_told(tmp_path) -> None:
    staged_path(tmp_path / "exam").write_text("a file")
    with pytest.raises(FileError, match=r"cannot write .*unfinished"), staging(tmp_path / "exam"):
        pass


def test_what_has_come_to_stand_in_the_way_is_named(tmp_path) -> None:
    with staging(tmp_path / "exam") as stage:
        (stage.folder / "a").write_text("1")
        (tmp_path / "exam").mkdir()
        (tmp_path / "exam" / "b").write_text("2")
        with pytest.raises(StagingError, match=r"exam is in the way .*; move it, and run the same command again"):
            stage.finish()
    assert files(staged_path(tmp_path / "exam")) == {"a": "1"}


def test_files_are_put_over_those_that_are_there_the_last_one_when_all_others_are(tmp_path, monkeypatch) -> None:
    out = tmp_path / "exam"
    for name in ("papers/old.pdf", "papers/same.pdf", "answers/gone.yaml", "sealed"):
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text("old")
    moved: list[str] = []
    replace = Path.replace

    def noted(self: Path, to: Path) -> Path:
        moved.append(to.relative_to(out).as_posix())
        if to.name == "sealed":
            assert not (out / "answers" / "gone.yaml").exists()
        else:
            assert (out / "answers" / "gone.yaml").exists()
        return replace(self, to)

    monkeypatch.setattr(Path, "replace", noted)
    with staging(out, over=True) as stage:
        for name in ("sealed", "papers/old.pdf", "zz/new.pdf"):
            (stage.folder / name).parent.mkdir(mode=0o750, exist_ok=True)
            (stage.folder / name).write_text("new")
        (stage.folder / "zz").chmod(0o750)
        (stage.folder / "papers" / ".writing-1").write_text("half")
        stage.move_over("sealed", gone=["answers/gone.yaml", "never/there"])
    assert moved == ["papers/old.pdf", "zz/new.pdf", "sealed"]
    assert files(out) == {"papers/old.pdf": "new", "papers/same.pdf": "old", "sealed": "new", "zz/new.pdf": "new"}
    assert stat.S_IMODE((out / "zz").stat().st_mode) == 0o750
    assert names(tmp_path) == ["exam"]


def test_a_folder_is_on_the_disk_before_and_after_it_is_shown(tmp_path, monkeypatch) -> None:
    synchronised: list[int] = []
    own = os.fsync
    monkeypatch.setattr(module.os, "fsync", lambda handle: (synchronised.append(os.fstat(handle).st_ino), own(handle)))
    with staging(tmp_path / "exam") as stage:
        folder = stage.folder.stat().st_ino
        stage.finish()
    assert synchronised == [folder, tmp_path.stat().st_ino]


def test_the_readers_of_keys_are_a_group_that_there_is() -> None:
    assert readers(None) == OWNER
    with pytest.raises(FileError, match="there is no group 'no-such-group' on this machine; `id -nG` lists those"):
        readers("no-such-group")
    own = grp.getgrgid(os.getegid())
    assert readers(own.gr_name) == Access(group=own.gr_gid)


def test_a_group_that_one_is_not_in_is_refused_to_all_but_the_administrator(monkeypatch) -> None:
    monkeypatch.setattr(grp, "getgrnam", lambda name: SimpleNamespace(gr_gid=4242))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert readers("others") == Access(group=4242)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(os, "getgroups", lambda: [1, 2])
    monkeypatch.setattr(os, "getegid", lambda: 3)
    with pytest.raises(FileError, match="you are not in the group 'others', so you cannot give it files"):
        readers("others")
    for how in ("getgroups", "getegid"):
        with monkeypatch.context() as patch:
            patch.setattr(os, how, (lambda: [4242]) if how == "getgroups" else (lambda: 4242))
            assert readers("others") == Access(group=4242)


def test_a_file_is_given_to_the_group_that_may_read_it_and_else_to_nobody(tmp_path, monkeypatch) -> None:
    given: list[tuple[Path, int, int]] = []
    monkeypatch.setattr(os, "chown", lambda path, owner, group: given.append((path, owner, group)))
    (tmp_path / "file").write_text("1")
    OWNER.apply(tmp_path / "file")
    assert given == []
    Access(group=4242).apply(tmp_path / "file")
    assert given == [(tmp_path / "file", -1, 4242)]
