"""What a student typed on the answer sheet is what is marked; one bad line costs one answer a message."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examgen.exam.sheet import LONGEST, Sheet, SheetError, empty_sheet, parse_sheet, read_sheet

HEAD = 'exam: "An exam"\nstudent: "s1"\npaper: "K7Q2M9X6"\nanswers:\n'
PATH = Path("s1.yaml")


def read(answers: str, head: str = HEAD) -> Sheet:
    return parse_sheet((head + answers).encode(), PATH)


def answers(text: str) -> dict[str, str]:
    sheet = read(text)
    assert sheet.faults == {}
    return dict(sheet.answers)


@pytest.mark.parametrize(
    "typed",
    [
        r"1 2 \\ 3 4", r"\frac{1}{2}", r"\\", "\\", r"\"", "75\\%", r"a\nb", "x: 5", "a: b: c", "#42", "5 # not 6", "!42", "&a *b",
        "{a: 1}", "[[1, 2], [3, 4]]", "[1, 2", "1\t2\t\t3", 'Conv2D(8, 3, padding="same")', "it's", 'say "yes"', '"', "''", "| 1 | 2 |",
        "|", ">", "- 4", "−4", "% 7", "@x", "`a`", "~", "null", "yes", "010", "12:30", "1e-3", "don't know", "?", "a  b", "ä€😀",
        "\u2028", "\x85", "\x0b\x0c\x1c", "\x00", "\x1b[31m", "\u202e", "  indented", "\\begin{bmatrix} 1 & 2 \\end{bmatrix}",
    ],
)  # fmt: skip
def test_every_sign_is_kept(typed) -> None:
    assert answers(f'  1: "{typed}"\n  2: "5"\n') == {"1": typed, "2": "5"}
    assert answers(f"  1: |\n    {typed}\n  2: 5\n") == {"1": typed.strip(" \t"), "2": "5"}
    if typed[0] not in "\"'" and typed not in ("|", ">"):
        assert answers(f"  1: {typed}\n  2: '5'\n") == {"1": typed.strip(" \t"), "2": "5"}


@pytest.mark.parametrize(
    ("lines", "typed"),
    [
        ('1: "1 2\n      3 4"', "1 2\n3 4"),
        ('1: "1 2\n3 4"', "1 2\n3 4"),
        ("1: '1;2\n3;4'  # mine", "1;2\n3;4"),
        ('1: "\n  1 2\n  3 4\n  "', "1 2\n3 4"),
        ('1: "1\t2\n\t3"', "1\t2\n\t3"),
        ('1: "1 2\n3 4\n\t5\t6"', "1 2\n3 4\n\t5\t6"),
        ('1: "1 2\n\t3 4"', "1 2\n3 4"),
        ('1: "1 2\n3 4\n"', "1 2\n3 4"),
        ('1: "a\n  "b" c\n  d"', 'a\n"b" c\nd'),
        ('1: "a" and "b" apply', '"a" and "b" apply'),
        ('1: "y1: 0.5\n     y2: 0.7"', "y1: 0.5\ny2: 0.7"),
        ('1:\n    "1 2\n    3 4"', "1 2\n3 4"),
        ("1: |\n    1 2\n      3\n\n    # 4\n", "1 2\n  3\n\n# 4"),
        ("1: |\n    1: 0.5\n    2: 0.7", "1: 0.5\n2: 0.7"),
        ("1: |  # a matrix\n1 2\n3 4", "1 2\n3 4"),
        ("1: >\n    1 2\n    3 4", "1 2\n3 4"),
        ("1: |2-\n\t1 2\n\t3 4", "1 2\n3 4"),
        ("1: 1 2\n     3 4", "1 2\n3 4"),
        ("1:\n    - 1 2\n    - 3 4", "- 1 2\n- 3 4"),
        ("1: “1 2\n      3 4”", "1 2\n3 4"),
        ("1: „28“", "28"),
        ("1： «28»", "28"),
        ('- 1: "28"', "28"),
        ('"1": "28"', "28"),
        ("1:28", "28"),
        ('1: ""', ""),
        ("1:", ""),
        ("1: |", ""),
        ("1: \"", ""),
        ('1: "28"  # I am "sure"', "28"),
    ],
)  # fmt: skip
def test_answers_of_several_lines_and_in_other_clothes(lines, typed) -> None:
    if '# I am "sure"' in lines:
        assert read(f"  {lines}\n").faults == {"1": "the quotes on line 5 can end in two places"}
        return
    for end in ("\n", "\r\n"):
        sheet = read(f'  {lines}\n\n  # 2. Title\n  2: "5"\n'.replace("\n", end))
        assert dict(sheet.answers) == {"1": typed, "2": "5"}
        assert sheet.of(["1", "2"]).faults == {}


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        (["1: '1 2", "2: '5'"], {"1": "the quotes on line 5 are not closed"}),
        (["1: '1 2", "    3 4", "2: 7"], {"1": "the quotes on line 5 are not closed"}),
        (['1: "1 2', '3" 4', '5 6"', "2: 7"], {"1": "it is not certain that the quotes on line 5 end on line 7"}),
        (['1: "5', "# 2. Title", '6"', "2: 7"], {"1": "it is not certain that the quotes on line 5 end on line 7"}),
        (['1: "5', "# (2 points)", '6"', "2: 7"], {}),
        (['1: "1 2', '3 4"  # yes "5"', "2: 7"], {"1": "it is not certain that the quotes on line 5 end on line 6"}),
        (['1: "5"', '1: "6"', "2: 7"], {"1": "line 5 and line 6 answer it differently"}),
        (['1: "5"', '1: "5"', '1: ""', "2: 7"], {}),
        (['1: "1 2"', "    3 4", "2: 7"], {"1": "line 6 stands outside the answer"}),
        (["1: 1 2", "3 4", "2: 7"], {"1": "line 6 stands outside the answer"}),
        (['1: "5"', "2a; 7"], {"2": "no line begins with 2:, and line 6 is not understood: 2a; 7"}),
        (["1: '5", "    2: '7'"], {"1": "it is not certain that the quotes on line 5 end on line 6",
                                   "2": "line 6 may be answer 2, or a part of answer 1"}),
        (["1: 5", "    1: 6", "2: 7"], {"1": "line 6 may answer it anew"}),
        (["1: 5", "    2: 7"], dict.fromkeys("12", "line 6 may be answer 2, or a part of answer 1")),
        (["1: 5", "    2: 7", "2: 8"], {}),
        (['1: "5', '2: 7"'], dict.fromkeys("12", "line 6 may be answer 2, or a part of answer 1")),
        (["1: 5\ufffd", "2: 7"], {"1": "some characters of the answer on line 5 are damaged"}),
        (["1: " + "5" * 10_001, "2: 7"], {"1": "the answer on line 5 is longer than 10,000 characters"}),
        (['1: "5', '6"'], dict.fromkeys("12", "no line begins with 2:, and answer 1 goes on for several lines")),
        (["1: 5", "weight: 3", "2: 7"], {}),
    ],
)  # fmt: skip
def test_a_bad_line_costs_its_answer_a_message_and_no_other(lines, faults) -> None:
    sheet = read("".join(f"  {line}\n" for line in lines)).of(["1", "2"])
    assert dict(sheet.faults) == faults
    if "2" not in faults and len(lines) < 4:
        assert sheet.answers["2"].strip("'\"") in ("5", "7", "8")


def test_what_is_indented_below_quotes_that_are_not_closed_is_the_rest_of_the_answer() -> None:
    sheet = read('  1: "1 2\n    3 4\n  5 6\n  2: 7\n')
    assert dict(sheet.answers) == {"1": "1 2\n3 4", "2": "7"}
    assert sheet.strays == ((7, "5 6"),)


def test_what_the_paper_does_not_ask_and_lines_that_are_lost_are_remarked_on() -> None:
    sheet = read("  1: 5\n  9z: 6\n  Q4: 7\n")
    assert list(sheet.remarks(["1", "2"])) == [
        "the paper has no answer 9z; it is not marked", "no line for 2", "line 7 is not understood: Q4: 7",
    ]  # fmt: skip
    assert list(read("  1: 5\n").of(["1"]).remarks(["1"])) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings_of_other_editors(encoding) -> None:
    sheet = parse_sheet((HEAD.replace("An exam", "Prüfung") + '  1: "28 × 3 – “ja”"\n').encode(encoding), PATH)
    assert (sheet.exam, sheet.answers["1"]) == ("Prüfung", "28 × 3 – “ja”")


def test_a_damaged_byte_damages_its_answer_alone() -> None:
    content = (HEAD + '  1: "−4"\n  2: "−5"\n  3: "6"\n').encode().replace("−5".encode(), b"\xe2\x885")
    sheet = parse_sheet(content, PATH)
    assert (sheet.answers["1"], sheet.answers["3"]) == ("−4", "6")
    assert list(sheet.faults) == ["2"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "s1.yaml: not an answer sheet: expected the lines exam:, student:, paper: and answers:"),
        ("- 1\n- 2\n", "not an answer sheet"),
        ("\x00" * 100, "not an answer sheet"),
        ("{? *a9 : 1}\n", "not an answer sheet"),
        ('student: "s1"\npaper: "1"\nanswers:\n  1: 5\n', "s1.yaml: the line exam: is missing above the answers"),
        (HEAD.replace("student", "studint") + "  1: 5\n", "s1.yaml: the line student: is missing above the answers"),
        (HEAD, "s1.yaml:4: no answers follow the first lines"),
        (HEAD.replace("answers:", "answers: {1: 5}"), "s1.yaml:4: no answers follow"),
        (HEAD.replace("answers:", "answers: [5, 6]"), "s1.yaml:4: no answers follow"),
        (HEAD.replace("paper:", 'student: "s2"\npaper:') + "  1: 5\n", "s1.yaml:3: the line student: is on line 2 already"),
    ],
)  # fmt: skip
def test_what_is_no_sheet_is_said(text, says) -> None:
    with pytest.raises(SheetError, match=re.escape(says)):
        parse_sheet(text.encode(), PATH)


def test_the_first_lines_may_be_typed_anew() -> None:
    sheet = parse_sheet(b"# mine\n\nSTUDENT : s1\n'paper': '1'  \nexam: C# and: \\more\n  1: 5\n", PATH)
    assert (sheet.exam, sheet.student, sheet.answers["1"]) == ("C# and: \\more", "s1", "5")
    assert sheet.paper == "1"


def test_files_that_are_no_sheets_are_refused_at_once(tmp_path) -> None:
    (tmp_path / "large.yaml").write_bytes(HEAD.encode() + b"#" * 1_000_000)
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    for path, says in (
        (tmp_path / "large.yaml", "larger than 1,000,000 bytes"),
        (tmp_path / "loop.yaml", "Too many levels of symbolic links"),
        (Path("/dev/zero"), "a device, not a regular file"),
        (tmp_path, "a folder, not a regular file"),
    ):
        with pytest.raises(SheetError, match=says) as told:
            read_sheet(path)
        assert str(told.value).count(f"{path}:") == 1


text = st.text(st.characters(), max_size=30)
line = st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=30)


@given(text, text, text)
def test_titles_names_and_ids_of_any_kind_give_sheets_that_read_back(exam, name, student) -> None:
    from types import SimpleNamespace

    question = SimpleNamespace(
        number=1,
        question="x.y",
        title=name,
        variant=lambda bank: SimpleNamespace(title=name),
        asks=[SimpleNamespace(label="1", options=())],
    )
    paper = SimpleNamespace(name=name, student=student, number="K7Q2M9X6", questions=[question])
    import examgen.exam.sheet as module

    kind, module.kind_of = module.kind_of, lambda variant, ask: SimpleNamespace(hint=exam)
    try:
        written = empty_sheet(SimpleNamespace(id=exam, title=exam), paper, None)
    finally:
        module.kind_of = kind
    sheet = parse_sheet(written.encode(), PATH)
    assert (sheet.exam, sheet.student, sheet.paper, sheet.answers) == (exam, student, "K7Q2M9X6", {"1": ""})
    assert sheet.of(["1"]).faults == {}
    assert not sheet.strays


@given(line, st.sampled_from("\"'"))
def test_any_text_between_quotes_is_kept(typed, quote) -> None:
    sheet = read(f"  1: {quote}{typed}{quote}\n  2: 5\n")
    assert dict(sheet.answers) == {"1": typed, "2": "5"}


@given(st.lists(line.filter(lambda t: t.strip(" \t") == t != ""), min_size=1, max_size=5))
def test_any_lines_beneath_a_bar_are_kept(lines) -> None:
    body = "".join(f"    {line}\n" for line in lines)
    assert dict(read(f"  1: |\n{body}  2: 5\n").answers) == {"1": "\n".join(lines), "2": "5"}


@given(line)
def test_any_bare_text_is_kept(typed) -> None:
    typed = typed.strip(" \t")
    if typed[:1] not in tuple("\"'“”„«‘’") and not re.fullmatch(r"[|>][-+0-9]{0,2}\s*(#.*)?", typed):
        assert dict(read(f"  1: {typed}\n  2: 5\n").answers) == {"1": typed, "2": "5"}


@given(st.binary(max_size=400))
def test_no_bytes_crash_the_reader(content) -> None:
    for start in (b"", HEAD.encode()):
        try:
            sheet = parse_sheet(start + content, PATH)
        except SheetError:
            continue
        assert all(len(text) <= LONGEST for text in sheet.answers.values())


LABELS = ("1", "2a", "2b", "3", "4", "10")
TYPED = {label: f"v{label} {i} {i + 1}" for i, label in enumerate(LABELS)} | {"3": "v3 1 2\n  3 4", "10": "v10 −4"}
WHOLE = HEAD + "".join(f'  # {label}: a hint\n  {label}: "{typed}"\n' for label, typed in TYPED.items())


def mutated(content: bytes, dice: random.Random) -> bytes:
    """A sheet after an accident: bytes flipped, lines cut or doubled, quotes and colons lost, or in another encoding."""
    lines = content.split(b"\n")
    match dice.randrange(7):
        case 0 | 1:
            changed = bytearray(content)
            for _ in range(dice.randint(1, 3)):
                changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
            return bytes(changed)
        case 2:
            start = dice.randrange(len(content))
            return content[:start] + content[start + dice.randint(1, 40) :]
        case 3:
            del lines[dice.randrange(len(lines))]
        case 4:
            lines.insert(dice.randrange(len(lines)), dice.choice(lines))
        case 5:
            at = dice.randrange(len(lines))
            lines[at] = lines[at].replace(dice.choice([b'"', b":", b"  "]), b"", 1)
        case _:
            encoding = dice.choice(["utf-16", "utf-8-sig", "utf-16-be"])
            return content.decode().replace("\n", dice.choice(["\n", "\r\n", "\r"])).encode(encoding)
    return b"\n".join(lines)


def check_mutations(seeds: range) -> None:
    """Whatever happened to a sheet: an answer is what was typed for it, has a message, or stood on a line that was hit."""
    whole = parse_sheet(WHOLE.encode(), PATH)
    assert dict(whole.answers) == {**TYPED, "3": "v3 1 2\n3 4"}
    for seed in seeds:
        content = mutated(WHOLE.encode(), random.Random(seed))
        try:
            sheet = parse_sheet(content, PATH).of(LABELS)
        except SheetError:
            continue
        for label, text in sheet.answers.items():
            below = text.split("\n")[1:]  # what was glued onto a line of the answer's own nobody can tell
            others = [o for o in LABELS for part in below if o != label and re.match(rf"\W*({o}\W*)?v{o} ", part)]
            assert not others or label in sheet.faults, (seed, label)
            if f'\\n  {label}: "{TYPED[label]}"\n'.encode() in content and label not in sheet.faults:
                assert text == whole.answers[label], (seed, label)


def test_mutated_sheets_attribute_no_answer_to_another_question() -> None:
    check_mutations(range(500))


@pytest.mark.prove
def test_ten_thousand_mutated_sheets_attribute_no_answer_to_another_question() -> None:
    check_mutations(range(10_000))


def test_an_empty_sheet_says_whose_it_is_and_how_each_answer_is_written(monkeypatch) -> None:
    from types import SimpleNamespace

    import examgen.exam.sheet as module

    def ask(label: str) -> SimpleNamespace:
        return SimpleNamespace(label=label)

    def question(number: int, id_: str, *labels: str) -> SimpleNamespace:
        title = f"Title {number}"
        return SimpleNamespace(
            number=number, question=id_, title=title, asks=[*map(ask, labels)], variant=lambda bank: (id_, bank)
        )

    monkeypatch.setattr(
        module, "kind_of", lambda variant, ask: SimpleNamespace(hint=f"as {variant[0]} {variant[1]} {ask.label}")
    )
    questions = [question(1, "x.y", "1a", "1b"), question(2, "text", "2")]
    paper = SimpleNamespace(name="Ada", student="s1", number="K7Q2M9X6", questions=questions)
    exam = SimpleNamespace(id="Prüfung 1", title="A title")
    assert empty_sheet(exam, paper, "bank") == (  # type: ignore[arg-type]
        "# A title: answer sheet of Ada, paper K7Q2M9X6\n"
        "# Write each answer between the quotes. It may take several lines. Leave the labels and the first lines as they are.\n"
        'exam: "Prüfung 1"\nstudent: "s1"\npaper: "K7Q2M9X6"\nanswers:\n'
        '\n  # 1. Title 1\n  # 1a: as x.y bank 1a\n  1a: ""\n  # 1b: as x.y bank 1b\n  1b: ""\n'
        '\n  # 2. Title 2\n  # 2: in words\n  2: ""\n'
    )
    paper.name = ""
    assert empty_sheet(exam, paper, "bank").startswith("# A title: answer sheet of a spare paper, paper")  # type: ignore[arg-type]


def test_many_labels_are_told_in_short() -> None:
    sheet = read("".join(f"  {n}: 5\n" for n in range(1, 8)))
    asked = [f"{n}z" for n in range(6)]
    assert list(sheet.remarks(asked)) == [
        "the paper has no answer 1, 2, 3, 4, 5 and 2 more; they are not marked",
        "no line for 0z, 1z, 2z, 3z, 4z and 1 more",
    ]
    assert list(sheet.remarks([*"12345"])) == ["the paper has no answer 6, 7; they are not marked"]
    assert next(read("  1: 5\n").remarks([*"123456"])) == "no line for 2, 3, 4, 5, 6"


def test_a_form_has_a_place_for_every_answer_and_a_sheet_may_leave_one_out() -> None:
    sheet = read("  1: 5\n")
    assert sheet.of(["1", "2"]).faults == {}
    form = Sheet(
        PATH, "e", "s", "p", {"1": "5"}, {"1": 1}, faults={"1": "smudged", "9": "no answer of ours"}, is_form=True
    )
    assert form.of(["1", "2"]).faults == {"1": "smudged", "2": "the place for answer 2 is lost"}
    noted = Sheet(PATH, "e", "s", "p", {"1": "5"}, {"1": 1}, strays=((3, "x"), (4, "y"), (9, "z")), noted=("a remark",))
    assert list(noted.remarks(["1"])) == ["line 3 is not understood: x, nor are 2 more lines", "a remark"]
    two = Sheet(PATH, "e", "s", "p", {"1": "5"}, {"1": 1}, strays=((3, "x"), (4, "y")))
    assert list(two.remarks(["1"])) == ["line 3 is not understood: x, nor is 1 more line"]


def test_lines_are_read_up_to_a_limit_and_the_others_counted(monkeypatch) -> None:
    import examgen.exam.sheet as module

    monkeypatch.setattr(module, "LINES", 7)
    for extra, said in ((0, []), (2, ["line 8 is not understood: 2 lines from here on are not read"])):
        sheet = parse_sheet((HEAD + "  1: 5\n  2: 6" + "\n  3: 7" * (1 + extra)).encode(), PATH)
        assert list(sheet.of([*"123"]).remarks([*"123"])) == said
        assert sheet.answers == {"1": "5", "2": "6", "3": "7"}


def test_a_sheet_is_read_from_its_file(tmp_path) -> None:
    path = tmp_path / "s1.yaml"
    path.write_text("\ufeff" + HEAD.replace("\n", "\r") + '  1: 5\r  2: "6\r7"\r', encoding="utf-8", newline="")
    sheet = read_sheet(path)
    assert (sheet.answers, sheet.path) == ({"1": "5", "2": "6\n7"}, path)
    with pytest.raises(SheetError, match="the lines exam: and paper: are missing above the answers; keep"):
        parse_sheet(b"student: s1\nanswers:\n  1: 5\n", PATH)


def test_a_first_line_is_what_stands_there_when_its_quotes_are_none() -> None:
    for written, said in (
        ('"', '"'),
        ("'s1'", "s1"),
        ("“s1”", "s1"),
        ('"a" b', '"a" b'),
        ('"s1" # mine', "s1"),
        ("'", "'"),
        ("\t s1 \t", "s1"),
    ):
        sheet = parse_sheet(HEAD.replace('"s1"', written).encode() + b"  1: 5\n", PATH)
        assert sheet.student == said
    found = parse_sheet(b"exam: e\nstudent: s\npaper: p\n  1: 5\n  2: 6\n", PATH)
    assert (found.answers, found.student) == ({"1": "5", "2": "6"}, "s"), "the line answers: is lost, no answer is"
    with pytest.raises(SheetError, match="the line paper: is missing above"):
        parse_sheet(b"exam: e\nstudent: s\n  1: 5\nanswers:\n  2: 6\n", PATH)


def test_one_answer_that_is_not_indented_takes_no_other_with_it() -> None:
    sheet = read('  # 1: a number\n1: 28\n  # 2a: a matrix\n  2a: "1 2"\n  # 2b: a letter\n  2b: b\n')
    assert (sheet.answers, sheet.faults, sheet.within) == ({"1": "28", "2a": "1 2", "2b": "b"}, {}, {})
    rows = read("  # 1: a matrix\n  1:\n    # 2: the second row\n    2: 3 4\n").of(["1", "2"])
    assert rows.faults["2"] == "line 8 may be answer 2, or a part of answer 1"


def test_white_space_of_a_word_processor_indents_as_any_other() -> None:
    assert answers('\u00a0\u00a01: "28"\n\u00a0 2: |\n\u00a0 \u00a0 1 2\n') == {"1": "28", "2": "1 2"}


def test_a_bar_before_a_number_opens_nothing_if_nothing_stands_beneath() -> None:
    assert answers("  1: |28\n  2: >5\n  3: |2\n    1 2\n") == {"1": "|28", "2": ">5", "3": "1 2"}


@pytest.mark.parametrize("line", ["  #1: 28", "  # 1: 28", "  # 1: 28\n  1:"])
def test_an_answer_behind_a_number_sign_goes_to_a_person(line) -> None:
    sheet = read(f"  # 1: an integer\n{line}\n  # 2: a letter\n  2: b\n").of(["1", "2"])
    assert sheet.faults == {"1": "line 6 begins with #, and may be answer 1"}
    assert read(f'  # 1: an integer\n  # 1: 27\n  1: "28"\n  2: {line}\n').of(["1", "2"]).faults == {}


def test_an_answer_under_a_label_that_the_paper_does_not_have_goes_to_a_person() -> None:
    sheet = read("  01: 28\n  2: b\n").of(["1", "2"])
    assert sheet.faults == {"1": "no line begins with 1:, and the paper has no answer 01, which is on line 5"}


@pytest.mark.parametrize("line", ['2a: "1 2" 2b: "b"', "2a: 1 2, 2B: b"])
def test_two_answers_on_one_line_go_to_a_person(line) -> None:
    sheet = read(f"  1: 28\n  {line}\n").of(["1", "2a", "2b"])
    assert sheet.faults == dict.fromkeys(("2a", "2b"), "answer 2b may stand on line 6, behind answer 2a")
