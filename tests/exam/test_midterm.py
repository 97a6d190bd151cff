"""The example works as it stands: `make demo` makes this exam and marks what the class handed in."""

from __future__ import annotations

from pathlib import Path

from examgen.bank.bank import Bank
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.fairness import of_papers, unfair
from examgen.exam.roster import read_roster
from examgen.gradebook.grade import grade

MIDTERM = Path(__file__).parents[2] / "examples" / "midterm"


def test_the_midterm_is_marked_as_its_class_sat_it(tmp_path: Path) -> None:
    bank = Bank()
    blueprint, source = read_blueprint(MIDTERM / "blueprint.yaml")
    secret = (MIDTERM / "secret.txt").read_bytes().strip()
    exam = assemble(blueprint, read_roster(MIDTERM / "roster.csv").students, bank, source, secret)
    assert not list(unfair(exam)), "all papers take about the same work, and the time suffices"
    assert of_papers(exam).greatest <= 0.05
    graded = grade(exam, [MIDTERM / "submissions"], bank, tmp_path)

    points = {mark.paper.student: mark.points for mark in graded.marks}
    full = exam.papers[0].points
    assert len(graded.problems) == 2, graded.problems
    # right, right and rounded on the way, right in another spelling
    assert [points[student] for student in ("s1001", "s1002", "s1007")] == [full, full, full]
    carried = next(mark for mark in graded.marks if mark.paper.student == "s1003")
    assert {"follow-through", "partial"} <= {ask.state for ask in carried.answers}
    confused = next(mark for mark in graded.marks if mark.paper.student == "s1004")
    assert "flipped_kernel" in {name for ask in confused.answers for name in ask.misconception}
    unreadable = next(mark for mark in graded.marks if mark.paper.student == "s1010")
    assert "unreadable" in {ask.state for ask in unreadable.answers}
