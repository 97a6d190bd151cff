"""`generate` survives a kill at any moment, and two runs never share a folder."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from examgen.bank.bank import Bank
from examgen.errors import UserError
from examgen.exam.files import EVERYONE, OWNER, Access, FileError, readers, write_whole
from examgen.exam.generate import changed_files, generate
from examgen.exam.sealed import SealedExam
from examgen.exam.staging import staged_path, staging

BLUEPRINT = """\
title: Killed
sections:
  - questions:
      - {question: convolution.output_size, points: 2}
      - {question: dense.parameter_count, points: 3, answer: choice}
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """A folder with a blueprint, a roster, and the exam that an undisturbed run makes of them."""
    folder = tmp_path_factory.mktemp("killed")
    (folder / "exam.yaml").write_text(BLUEPRINT, encoding="utf-8")
    (folder / "class.csv").write_text("id,name\ns1,Ada\ns2,Grace\n", encoding="utf-8")
    generate(folder / "exam.yaml", folder / "class.csv", folder / "whole", Bank(), b"a secret of the test", spares=1)
    return folder


def killed(folder: Path, every: int, at_random: int, seed: int) -> None:
    program = Path(__file__).with_name("killed_generate.py")
    command = [sys.executable, str(program), str(folder), str(every), str(at_random), str(seed)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "", done.stdout
    assert "kills" in done.stderr


def test_a_killed_run_is_finished_by_the_same_command_with_the_same_bytes(whole) -> None:
    killed(whole, every=40, at_random=1, seed=7)


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_a_hundred_kills_at_every_file_operation_and_at_random(whole) -> None:
    killed(whole, every=1, at_random=40, seed=1)


def test_a_second_run_into_the_same_folder_is_told(tmp_path) -> None:
    with (
        staging(tmp_path / "out"),
        pytest.raises(UserError, match=r"another run is making .*/out right now; wait"),
        staging(tmp_path / "out"),
    ):
        pass
    with staging(tmp_path / "out") as stage:
        stage.finish()
    assert (tmp_path / "out").is_dir()
    assert not staged_path(tmp_path / "out").exists()


def test_what_another_command_left_half_done_is_not_gone_on_with(whole, tmp_path) -> None:
    left = SealedExam.read(whole / "whole" / "exam.sealed.json")
    with staging(tmp_path / "out") as stage:
        left.write(stage.folder / "drawn.json")
        write_whole(stage.folder / "papers" / "s1.pdf", b"old")
    exam = generate(whole / "exam.yaml", whole / "class.csv", tmp_path / "out", Bank(), b"another secret").exam
    assert (tmp_path / "out" / "papers" / "s1.pdf").read_bytes() != b"old"
    assert {paper.number for paper in exam.papers}.isdisjoint(paper.number for paper in left.papers)


def test_the_same_command_after_it_has_finished_does_nothing_and_another_one_is_refused(whole) -> None:
    before = {path: path.stat().st_mtime_ns for path in (whole / "whole").rglob("*")}
    given = (whole / "exam.yaml", whole / "class.csv", whole / "whole", Bank())
    assert generate(*given, b"a secret of the test", spares=1).exam == SealedExam.read(
        whole / "whole" / "exam.sealed.json"
    )
    with pytest.raises(UserError, match="holds another exam, this exam with another secret, or a damaged one"):
        generate(*given, b"another secret", spares=1)
    assert before == {path: path.stat().st_mtime_ns for path in (whole / "whole").rglob("*")}


def test_a_folder_with_files_is_left_alone(tmp_path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="out is not empty; choose another folder"), staging(tmp_path / "out"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_keys_are_for_their_owner_and_papers_for_whom_the_mask_lets(whole) -> None:
    out = whole / "whole"
    mode = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (*out.iterdir(), *(out / "keys").iterdir())}
    assert mode["keys"] == 0o700
    assert mode["exam.sealed.json"] == mode["s1-key.pdf"] == 0o600
    assert mode["papers"] == EVERYONE.folder_mode
    assert stat.S_IMODE((out / "papers" / "s1.pdf").stat().st_mode) == EVERYONE.file_mode


def test_a_group_may_read_what_is_opened_to_it(tmp_path) -> None:
    import grp
    import os

    mine = grp.getgrgid(os.getgid())
    access = readers(mine.gr_name)
    assert access == Access(group=mine.gr_gid)
    write_whole(tmp_path / "key.pdf", b"", access)
    assert stat.S_IMODE((tmp_path / "key.pdf").stat().st_mode) == 0o640
    assert readers(None) == OWNER
    with pytest.raises(FileError, match="no group 'nobody-has-this-one'"):
        readers("nobody-has-this-one")


def test_a_printed_file_that_was_exchanged_is_named(whole, tmp_path) -> None:
    import shutil

    shutil.copytree(whole / "whole", tmp_path / "copy")
    exam = SealedExam.read(tmp_path / "copy" / "exam.sealed.json")
    assert len(exam.digests) == 6
    assert list(changed_files(tmp_path / "copy", exam)) == []
    shutil.copy(tmp_path / "copy" / "keys" / "s1-key.pdf", tmp_path / "copy" / "keys" / "s2-key.pdf")
    (tmp_path / "copy" / "papers" / "s1.pdf").unlink()
    (complaint,) = changed_files(tmp_path / "copy", exam)
    assert "keys/s2-key.pdf: it was changed after it was printed and sealed" in complaint
