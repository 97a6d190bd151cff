"""What a blueprint may say, and what each of it does to the papers."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from examgen.bank.bank import Bank
from examgen.cli import main
from examgen.errors import UserError
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import Blueprint, read_blueprint
from examgen.exam.blueprint_page import blueprint_page, blueprint_schema
from examgen.exam.by_hand import by_hand
from examgen.exam.fairness import unusual
from examgen.exam.printing import paper_document, untranslated
from examgen.exam.roster import Student
from examgen.exam.sealed import SealedExam, SealedPaper
from examgen.exam.yaml_source import YamlError
from examgen.rendering.pdf import render_papers

BANK = Bank()
CLASS = tuple(Student(f"s{i}", f"Student {i}") for i in range(4))
Make = Callable[..., SealedExam]

SIZE = "{question: convolution.output_size, points: 2}"
COUNT = "{question: dense.parameter_count, points: 2}"
FLAT = "{question: dense.flatten_length, points: 2}"


@pytest.fixture
def make(tmp_path) -> Make:
    def made(
        *places: str, head: str = "id: e1\ntitle: T", section: str = "", roster=CLASS, spares: int = 0
    ) -> SealedExam:
        lines = "\n".join(f"      - {place}" for place in places)
        path = tmp_path / "exam.yaml"
        path.write_text(f"{head}\nsections:\n  - title: One\n{section}    questions:\n{lines}\n", encoding="utf-8")
        blueprint, source = read_blueprint(path)
        return assemble(blueprint, roster, BANK, source, b"a secret of the test", spares=spares)

    return made


def variants(exam: SealedExam) -> dict[tuple[str, str], dict[str, object]]:
    return {(p.student, q.place): q.parameters for p in exam.papers for q in p.questions}


def asked(paper: SealedPaper) -> list[str]:
    return [question.question for question in paper.questions]


def test_a_new_place_another_title_and_another_order_of_the_roster_change_no_variant(make) -> None:
    plain = make(SIZE, COUNT)
    changed = make(FLAT, COUNT, SIZE, head="id: e1\ntitle: Renamed\ndate: 2027-01-01\ninstructions: Other ones.",
                   roster=(Student("new", "New"), *reversed(CLASS)), spares=2)  # fmt: skip
    assert variants(plain).items() <= variants(changed).items()
    assert {p.student: p.number for p in plain.papers}.items() <= {p.student: p.number for p in changed.papers}.items()
    other = make(SIZE, COUNT, head="id: e2\ntitle: T")
    assert not variants(plain).items() & variants(other).items()


def test_places_are_called_by_what_they_ask_or_by_their_id(make) -> None:
    exam = make(SIZE, "{question: dense.flatten_length, points: 1, count: 2}", "{question: convolution.output_size, points: 1, id: q7}",
                SIZE, "{topic: dense, level: 1, points: 1}")  # fmt: skip
    places = [question.place for question in exam.papers[0].questions]
    assert places == [
        "convolution.output_size#1", "dense.flatten_length#1", "dense.flatten_length#2", "q7", "convolution.output_size#2", "dense#1",
    ]  # fmt: skip
    assert (
        len(
            {
                json.dumps(q.parameters)
                for p in exam.papers
                for q in p.questions
                if q.question == "convolution.output_size"
            }
        )
        >= 8
    )


def test_the_same_numbers_for_all_and_other_ones_for_each(make) -> None:
    exam = make("{question: convolution.output_size, points: 2, numbers: same, answer: choice}", FLAT)
    same, own = ([paper.questions[i].parameters for paper in exam.papers] for i in (0, 1))
    assert all(parameters == same[0] for parameters in same)
    assert any(parameters != own[0] for parameters in own)
    orders = {tuple(option.value for option in paper.questions[0].asks[0].options) for paper in exam.papers}
    assert len(orders) > 1, "the options stand in another order"


def test_a_pool_gives_every_paper_some_of_its_own_or_all_the_same(make) -> None:
    pool = "{draw: 2, of: [dense.parameter_count, dense.flatten_length, convolution.output_size], points: 3%s}"
    roster = tuple(Student(f"s{i}", "") for i in range(8))
    each = [set(asked(paper)) for paper in make(pool % "", roster=roster).papers]
    assert all(len(questions) == 2 for questions in each)
    assert len({frozenset(questions) for questions in each}) > 1
    for_all = [set(asked(paper)) for paper in make(pool % ", per: exam", roster=roster).papers]
    assert all(questions == for_all[0] for questions in for_all)


def test_questions_of_a_section_may_stand_in_another_order_on_every_paper(make) -> None:
    exam = make(SIZE, COUNT, FLAT, section="    shuffle: true\n", roster=tuple(Student(f"s{i}", "") for i in range(6)))
    orders = {tuple(asked(paper)) for paper in exam.papers}
    assert len(orders) > 1
    for paper in exam.papers:
        assert [question.number for question in paper.questions] == [1, 2, 3]
        assert [question.asks[0].label[0] for question in paper.questions] == ["1", "2", "3"]
    assert variants(exam) == variants(make(SIZE, COUNT, FLAT, roster=tuple(Student(f"s{i}", "") for i in range(6))))


def test_points_are_of_the_question_or_of_each_part(make) -> None:
    unrolled = "{question: recurrent.unroll_scalar, points: %s}"
    parts = len(make(unrolled % 3).papers[0].questions[0].asks)
    listed = make(unrolled % f"[{', '.join(['0.5'] * (parts - 1))}, 4]").papers[0].questions[0]
    assert [ask.points for ask in listed.asks] == [Decimal("0.5")] * (parts - 1) + [Decimal(4)]
    assert listed.points == sum(ask.points for ask in listed.asks)
    with pytest.raises(
        UserError, match=rf"exam.yaml:6: recurrent.unroll_scalar has the parts .*gives points to {parts + 1}"
    ):
        make(unrolled % f"[{', '.join(['1'] * (parts + 1))}]")
    with pytest.raises(UserError, match=r"exam.yaml:6: .*gives points to nothing"):
        make(unrolled % "{nothing: 1}")


def test_bonus_points_come_on_top(make) -> None:
    (paper, *_) = make(SIZE, "{question: dense.flatten_length, points: 5, bonus: true}").papers
    assert paper.points == 2
    assert [question.bonus for question in paper.questions] == [False, True]


def test_a_choice_is_said_for_the_question_or_for_a_part(make) -> None:
    exam = make("{question: recurrent.unroll_scalar, points: 3, answer: {h1: choice}, options: 5}")
    for paper in exam.papers:
        options = {ask.name: len(ask.options) for ask in paper.questions[0].asks}
        assert options.pop("h1") == 5
        assert set(options.values()) == {0}
    with pytest.raises(UserError, match=r"has no part .h9.; its parts are h1"):
        make("{question: recurrent.unroll_scalar, points: 3, answer: {h9: choice}}")


def test_without_a_calculator_only_what_can_be_done_by_hand_is_drawn(make) -> None:
    exam = make(SIZE, "{topic: softmax, points: 2}", head="id: e1\ntitle: T\ncalculator: false")
    for paper in exam.papers:
        for question in paper.questions:
            assert by_hand(question.variant(BANK)), question
    with pytest.raises(UserError, match=r"exam.yaml:7: softmax.values has no variant that can be solved by hand"):
        make("{question: softmax.values, points: 2}", section="    calculator: false\n")


def test_numbers_that_an_instructor_sets_are_asked_though_examgen_would_not_draw_them(make) -> None:
    exam = make("{question: convolution.output_size, points: 2, set: {n: 5, f: 3, p: 0, s: 1}}")
    assert {paper.questions[0].asks[0].key for paper in exam.papers} == {3}
    (note,) = unusual(exam, BANK)
    assert note.startswith("Note: the blueprint sets values for convolution.output_size#1 that examgen would not draw")
    partly = make("{question: convolution.output_size, points: 2, set: {n: 5, f: 3}}")
    assert len({json.dumps(paper.questions[0].parameters) for paper in partly.papers}) > 1
    assert not list(unusual(make("{question: convolution.output_size, points: 2, set: {f: 3}}"), BANK))
    with pytest.raises(UserError, match=r"exam.yaml:6: .*n=3, f=9, p=0: the filter .* is larger"):
        make("{question: convolution.output_size, points: 2, set: {n: 3, f: 9, p: 0}}")


def test_spare_papers_have_a_number_and_no_student(make) -> None:
    exam = make(SIZE, spares=2)
    assert [paper.student for paper in exam.papers] == ["s0", "s1", "s2", "s3", "", ""]
    assert len({paper.number for paper in exam.papers}) == 6
    assert [exam.filed_as(paper) for paper in exam.papers][4:] == [paper.number for paper in exam.papers[4:]]
    assert len({json.dumps(paper.questions[0].parameters) for paper in exam.papers}) > 3


BAD = {
    "sections: &a [*a]": "exam.yaml:2: an alias .* is inside what it refers to",
    "sections: [{questions: [3]}]": "exam.yaml:2: sections 1, questions 1: a place asks one thing",
    "sections: [{questions: [{question: a.b, points: x}]}]": "exam.yaml:2: sections 1, questions 1, points: expected a number above 0",
    "sections: [{questions: [{question: a.b, points: 1, pints: 2}]}]": "'pints' is not a known key; did you mean points",
    "sections: [{questions: [{draw: 3, of: [a.b], points: 1}]}]": "3 cannot be drawn from a pool of 1",
    "sections: []": "exam.yaml:2: sections: expected at least 1 in the list",
    "date: 2026-13-45\nsections: 3": "exam.yaml:2: not valid YAML: month must be in 1..12",
    "language: fr\nsections: 3": "exam.yaml:2: language: expected one of the languages de, en, es, pt; got 'fr'",
    "? [a]\n: b": "exam.yaml:2: expected a name before the colon",
    "marking: {partial: some}\nsections: 3": "exam.yaml:2: marking, partial: expected cells or none, got .some",
    "sections: [{questions: [{question: a.b, points: 1, id: q}, {topic: a, points: 1, id: q}]}]": "two places have the id 'q'",
}


@pytest.mark.parametrize("text", BAD)
def test_a_blueprint_that_cannot_be_is_told_in_our_words(text, tmp_path) -> None:
    path = tmp_path / "exam.yaml"
    path.write_text(f"title: T\n{text}\n", encoding="utf-8")
    with pytest.raises(YamlError, match=BAD[text]) as told:
        read_blueprint(path)
    for leaked in ("Tuple", "Input should", "validation", "Value error", "Field required", "pydantic"):
        assert leaked not in str(told.value)


def test_aliases_that_write_out_without_end_are_refused(tmp_path) -> None:
    path = tmp_path / "exam.yaml"
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(YamlError, match="expand to more than 100,000 parts"):
        read_blueprint(path)


def test_an_alias_that_repeats_a_place_is_fine(tmp_path) -> None:
    path = tmp_path / "exam.yaml"
    path.write_text(
        "title: T\nsections:\n  - questions:\n      - &q {question: a.b, points: 1}\n      - *q\n", encoding="utf-8"
    )
    assert len(read_blueprint(path)[0].slots) == 2


def test_without_an_id_the_exam_is_called_by_its_file(tmp_path) -> None:
    path = tmp_path / "My exam (2).yaml"
    path.write_text("title: T\nsections: [{questions: [{question: a.b, points: 1}]}]\n", encoding="utf-8")
    assert read_blueprint(path)[0].id == "My-exam-2"


def test_the_page_about_blueprints_is_made_from_the_models() -> None:
    page = (Path(__file__).parents[2] / "docs" / "blueprint.md").read_text(encoding="utf-8")
    assert page == blueprint_page(), "run: examgen schema --page > docs/blueprint.md"


def test_the_schema_and_the_page_name_every_key() -> None:
    schema, page = blueprint_schema(), blueprint_page()
    models = [schema, *schema["$defs"].values()]
    for model in models:
        for name, field in model["properties"].items():
            assert f"| `{name}` |" in page
            assert field["description"], (model["title"], name)
    assert "must_detect" in Blueprint.model_json_schema()["properties"]
    printed = CliRunner().invoke(main, ["schema"])
    assert json.loads(printed.stdout) == json.loads(json.dumps(schema))


TEXT = """text: |
          Why is {{ 7 * 7 }} shared over *all* positions? Use $K$.
        title: Shared weights
        points: 4
        criteria: [{text: The same feature is looked for everywhere., points: 2}, There are fewer parameters.]
        model_answer: One kernel finds its feature anywhere, with few parameters.
        image: figures/k.png
        alt: A kernel of 3 by 3 values."""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a730000001149444154789c63f8cfc000440c60f23f001b"
    "f203fdf3e74bb10000000049454e44ae426082"
)


def test_a_text_of_the_instructors_own_stands_between_drawn_questions(make, tmp_path) -> None:
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "k.png").write_bytes(PNG)
    exam = make(SIZE, TEXT, COUNT)
    assert variants(make(SIZE, COUNT)).items() <= variants(exam).items()
    paper = exam.papers[0]
    asked_for, (ask,) = paper.questions[1], paper.questions[1].asks
    assert (asked_for.number, asked_for.place, asked_for.title) == (2, "text#1", "Shared weights")
    assert asked_for.statement == "Why is {{ 7 * 7 }} shared over *all* positions? Use $K$."
    variant = asked_for.variant(BANK)
    assert variant.asks[ask.name].type.criteria == (
        ("The same feature is looked for everywhere.", 2),
        ("There are fewer parameters.", 1),
    )
    assert not variant.asks[ask.name].type.is_judged, "a person decides"
    paper_of, key_of = (paper_document(exam, paper, BANK, key=key) for key in (False, True))
    problem, solved = paper_of.sections[0].problems[1], key_of.sections[0].problems[1]
    assert (problem.title, problem.stem) == ("Shared weights", asked_for.statement)
    assert problem.picture.alt == "A kernel of 3 by 3 values."
    assert "One kernel finds" not in repr(paper_of)
    assert "One kernel finds its feature anywhere" in repr(solved)
    assert "**2.67:** The same feature is looked for everywhere." in [step.why for step in solved.solution]
    assert len(list(render_papers([paper_of]))) == 1
    portuguese = exam.model_copy(update={"blueprint": exam.blueprint.model_copy(update={"language": "pt"})})
    assert "text" not in untranslated(portuguese, BANK), "what the instructor wrote is printed as it stands"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("figures/k.png", "none.png", "exam.yaml:12: there is no image .*none.png"),
        ("figures/k.png", "exam.yaml", "exam.yaml:12: expected an image of the kinds .png"),
        (
            "A kernel of 3 by 3 values.",
            '""',
            "exam.yaml:6: sections 1, questions 1: the image 'figures/k.png' needs an alt",
        ),
        ("There are fewer parameters.", "{txt: a}", "exam.yaml:10: .*txt"),
        ("points: 4", "marks: 4", "exam.yaml:.*points"),
    ],
)
def test_what_is_wrong_with_an_own_text_is_told_with_its_line(old, new, says, make, tmp_path) -> None:
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "k.png").write_bytes(PNG)
    with pytest.raises(UserError, match=says):
        make(TEXT.replace(old, new))


def test_papers_drawn_a_few_at_a_time_are_those_drawn_all_at_once(make, monkeypatch) -> None:
    places = (SIZE, "{question: dense.parameter_count, points: 2, numbers: same}")
    at_once = make(*places, spares=1)
    monkeypatch.setattr("examgen.exam.assembly.TOGETHER", 2)
    assert make(*places, spares=1) == at_once
