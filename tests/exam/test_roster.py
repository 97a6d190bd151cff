"""A roster is read whole, whoever wrote it, or refused with every line that is wrong: no student is lost or invented."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from examgen.exam.roster import Roster, RosterError, Student, read_roster

Read = Callable[..., Roster]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def write_and_read(content: str | bytes, **options: str) -> Roster:
        path = tmp_path / "class.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_roster(path, **options)

    return write_and_read


def people(roster: Roster) -> list[tuple[str, str]]:
    return [(student.id, student.name) for student in roster.students]


def test_a_column_that_changes_papers_under_a_title_of_another_language_is_told(read) -> None:
    roster = read("id;name;Raum;room;Großdruck\ns1;Ada;HS 1;A;ja\n")
    assert [remark.partition(": ")[2] for remark in roster.remarks] == [
        "'Raum' is read as 'room'",
        "'Großdruck' is read as 'large print'",
    ]


TWO = [("s1", "Ada Lovelace"), ("s2", "Évariste Galois")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("lines", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends_of_spreadsheets(read, encoding, delimiter, lines) -> None:
    text = lines.join(["id,name,room", "s1,Ada Lovelace,A 1", "s2,Évariste Galois,"]).replace(",", delimiter)
    roster = read(text.encode(encoding))
    assert people(roster) == TWO
    assert [dict(student.columns) for student in roster.students] == [{"room": "A 1"}, {"room": ""}]
    assert ("Windows-1252" in " ".join(roster.remarks)) == (encoding == "cp1252")


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\nid;name\ns1;Ada Lovelace\ns2;Évariste Galois\n",
        "\ufeffSEP=;\r\nid;name\r\ns1;Ada Lovelace\r\ns2;Évariste Galois",
        "\n\n  \n,,\nid,name\ns1,Ada Lovelace\n\ns2,Évariste Galois\n,\n",
        "sep=\t\nID\tName\ns1\tAda Lovelace\ns2\tÉvariste Galois\n",
        "id,name,,\ns1,Ada Lovelace,,\ns2,Évariste Galois\n",
        'id, name\ns1, "Ada Lovelace"\ns2, "Évariste Galois"\n',
        'name,"id"\nAda\u0085Lovelace,s1\nÉvariste\u2028Galois,s2\n',
        'name,"id"\nAda\u000bLovelace,s1\n"Évariste\nGalois",s2\n',
        "id;name\ns1;Ada\u00a0 Lovelace \ns2;\tÉvariste  Galois\n",
    ],
)
def test_what_spreadsheets_put_around_the_table_is_no_student(read, text) -> None:
    assert people(read(text)) == TWO


@pytest.mark.parametrize(
    ("text", "id_column", "name_columns"),
    [
        ("First name,Surname,ID number,Email address\nAda,Lovelace,7,a@x.org\n", "ID number", ("First name", "Surname")),
        ("First name,Last name,ID number,Email address\nAda,Lovelace,,7@x.org\n", "Email address", ("First name", "Last name")),
        ("Student,ID,SIS User ID,SIS Login ID,Section\nAda Lovelace,4711,7,al7,A\n", "SIS User ID", ("Student",)),
        ("Student,ID,SIS Login ID,Section\n    Points Possible,,,\nAda Lovelace,4711,al7,A\n", "SIS Login ID", ("Student",)),
        ("Student ID,Student name\n7,Ada Lovelace\n", "Student ID", ("Student name",)),
        ("Matrikelnummer;Nachname;Vorname;E-Mail\n7;Lovelace;Ada;a@x.org\n", "Matrikelnummer", ("Vorname", "Nachname")),
        ("Name;Vorname;Matrikel-Nr.\nLovelace;Ada;7\n", "Matrikel-Nr.", ("Vorname", "Name")),
        ("Prénom,Nom,Numéro étudiant\nAda,Lovelace,7\n", "Numéro étudiant", ("Prénom", "Nom")),
        ("Username,Full Name\n7,Ada Lovelace\n", "Username", ("Full Name",)),
        ("Nº;Número de aluno;Nome completo\n1;7;Ada Lovelace\n", "Número de aluno", ("Nome completo",)),
        ("Matrícula;Apellidos;Nombre\n7;Lovelace;Ada\n", "Matrícula", ("Nombre", "Apellidos")),
        ("student_id,first_name,last_name\n7,Ada,Lovelace\n", "student_id", ("first_name", "last_name")),
    ],
)  # fmt: skip
def test_the_headers_of_learning_systems_are_recognised_and_reported(read, text, id_column, name_columns) -> None:
    roster = read(text)
    (student,) = roster.students
    assert student.name == "Ada Lovelace"
    remarks = "\n".join(roster.remarks)
    assert f"the ids are taken from the column {id_column!r}" in remarks
    assert " and ".join(map(repr, name_columns)) in remarks.partition("the names are taken from")[2]
    others = [
        title for title in text.split("\n")[0].replace(";", ",").split(",") if title not in (id_column, *name_columns)
    ]
    assert list(student.columns) == others


def test_a_workbook_is_a_roster_too(read) -> None:
    book = Workbook()
    for row in ([], ["Student ID", "Name", "Room"], [7, " Ada  Lovelace", 1.5], ["007", "Évariste", None]):
        book.active.append(row)
    book.save(content := io.BytesIO())
    roster = read(content.getvalue())
    assert people(roster) == [("7", "Ada Lovelace"), ("007", "Évariste")]
    assert [dict(student.columns) for student in roster.students] == [{"Room": "1.5"}, {"Room": ""}]
    with pytest.raises(RosterError, match=r"class.csv is not a readable workbook .xlsx."):
        read(content.getvalue()[:2000])
    with pytest.raises(RosterError, match=r"class.csv: a workbook of the old kind .xls.; save it as xlsx"):
        read(b"\xd0\xcf\x11\xe0 and more")
    book.active.append([7, "Again", ""])
    book.save(content := io.BytesIO())
    with pytest.raises(RosterError, match=r"class.csv:5: the id '7' is on line 3 already"):
        read(content.getvalue())


def test_the_columns_can_be_named(read) -> None:
    text = "id,name,code,Anzeigename\n1,Lovelace,x7,Ada\n"
    roster = read(text, id_column="CODE", name_column="anzeigename")
    assert roster.students == (Student("x7", "Ada", {"id": "1", "name": "Lovelace"}),)
    with pytest.raises(
        RosterError, match=r"class.csv:1: there is no column 'matricule'; the columns are id, name, code, Anzeigename"
    ):
        read(text, id_column="matricule")


def test_without_names_the_ids_stand_for_them(read) -> None:
    roster = read("id\ns1\ns2\n")
    assert people(roster) == [("s1", "s1"), ("s2", "s2")]
    assert "no column of names" in roster.remarks[0]
    assert people(read("id,name\ns1,\n")) == [("s1", "s1")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "class.csv:1: expected a header line"),
        ("id,name\n", "there is no student"),
        ("student,name\ns1,Ada\n", "class.csv:1: expected a header line with the columns id and name, got 'student, name'"),
        ("id,name\ns1,Ada\nS1,Eve\n", "class.csv:3: the id 'S1' is on line 2 already"),
        ("id,name\n../../etc/passwd,Eve\n", "class.csv:2: the id '../../etc/passwd' cannot name a file"),
        ("id,name\ncon,Eve\n", "class.csv:2: the id 'con' cannot name a file"),
        ("id,name\n2.3E+06,Eve\n", "class.csv:2: the id 2.3E\\+06 was shortened by a spreadsheet"),
        ("name,id\nLovelace, Bob,s2\n", "class.csv:2: 3 cells, but the header has 2; put quotes around a cell that contains a comma"),
        ("id,name,room\ns1,Ada\n", "class.csv:2: 2 cells, but the header has 3"),
        ("id,name\ns1\n", "class.csv:2: 1 cell, but the header has 2"),
        ("id,name\n,Ada\n", "class.csv:2: no id for 'Ada'"),
        ("id,name,ID\ns1,Ada,s2\n", "class.csv:1: two columns are called 'ID'"),
        ("id,name,Room,room\ns1,Ada,1,2\n", "class.csv:1: two columns are called 'room'"),
        ('id,name\ns1,"Ada\ns2,Bob\ns3,"Cara"\ns4,Dan\n', "class.csv:2: a quote that is opened here is not closed correctly"),
        ('id,name\ns1,"Ada\ns2,Bob\n', "class.csv:2: a quote that is opened here is not closed correctly; the file was read up to line 3"),
        ('id,name,x\ns1,"Ada\ns2,Bob",1\ns3,Cara,2\n', "class.csv:2: a quote goes on to line 3, over several cells"),
        ("id,name\ns1,A\x00da\n", r"class.csv:2: a cell holds the control character \\x00"),
        ("id,name\ns1,\x1b]52;c;aGk=\x07\n", r"class.csv:2: a cell holds the control character \\x1b"),
        (b"id,name\ns1,Ad\xff\xfe\ns2,\xc3\x89variste Galois\n", "class.csv:2: some characters are damaged"),
        ("id,name\ns1,Андрей Колмогоров\n".encode("cp1251"), "neither UTF-8 nor UTF-16 nor Windows-1252"),
        ("id,name\ns1,山田太郎\ns2,鈴木花子\n".encode("shift_jis"), "save the roster as CSV UTF-8"),
        ("id,name\ns1,Stanisław Ulam\n".encode("cp1250"), "neither UTF-8 nor UTF-16 nor Windows-1252"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_roster_is_said_with_its_line(read, text, says) -> None:
    with pytest.raises(RosterError, match=says):
        read(text)


def test_all_errors_are_told_at_once(read) -> None:
    rows = [
        "id,name",
        "s 1,Ada",
        "s2,Bob,x",
        "s3,Cara",
        "S3,Dan",
        ",Eve",
        's6,"Fay"x',
        *(f"a/{i},x" for i in range(100)),
    ]
    with pytest.raises(RosterError) as caught:
        read("\n".join(rows))
    told = str(caught.value).split("\n")
    for line in (2, 3, 5, 6, 7):
        assert any(message.partition(": ")[0].endswith(f"class.csv:{line}") for message in told), line
    assert len(told) == 21
    assert told[-1] == "and 85 more errors"


def test_files_that_are_no_rosters_are_refused_at_once(tmp_path, read) -> None:
    import os

    os.mkfifo(tmp_path / "pipe")
    for path, says in (
        (tmp_path / "pipe", "a named pipe, not a regular file"),
        (Path("/dev/zero"), "a device, not a regular file"),
        (tmp_path, "a folder, not a regular file"),
        (tmp_path / "none.csv", "No such file"),
    ):
        with pytest.raises(RosterError, match=f"^{path}: {says}"):
            read_roster(path)
    with pytest.raises(RosterError, match="larger than 10,000,000 bytes"):
        read(b"id,name\n" + b"s1,Ada\n" * 1_500_000)


cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20).map(
    lambda t: " ".join(t.split())
)


@given(names=st.lists(cells, min_size=1, max_size=5), room=cells, delimiter=st.sampled_from(",;\t"))
def test_names_of_any_kind_are_read_as_they_were_written(tmp_path_factory, names, room, delimiter) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([["id", "name", "room"], *([f"s{i}", name, room] for i, name in enumerate(names))])
    path = tmp_path_factory.mktemp("roster") / "class.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    students = read_roster(path).students
    assert [student.id for student in students] == [f"s{i}" for i in range(len(names))]
    assert [student.name for student in students] == [name or f"s{i}" for i, name in enumerate(names)]
    assert all(student.columns == {"room": room} for student in students)


def mutated(content: bytes, dice: random.Random) -> bytes:
    """A roster after an accident: bytes flipped, cut out, doubled, or in another encoding."""
    match dice.randrange(5):
        case 0:
            changed = bytearray(content)
            for _ in range(dice.randint(1, 4)):
                changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
            return bytes(changed)
        case 1:
            start = dice.randrange(len(content))
            return content[:start] + content[start + dice.randint(1, 30) :]
        case 2:
            lines = content.split(b"\n")
            del lines[dice.randrange(len(lines))]
            return b"\n".join(lines)
        case 3:
            lines = content.split(b"\n")
            lines.insert(dice.randrange(len(lines)), dice.choice(lines))
            return b"\n".join(lines)
        case _:
            text = content.decode().translate({ord(","): dice.choice([",", ";", "\t", '"', "\u2028"])})
            return text.encode(dice.choice(["utf-16", "utf-8-sig", "cp1252", "utf-16-be"]), "replace")


def check_mutations(folder: Path, seeds: range) -> None:
    """A mutated roster is refused, or gives the student of every row that is left whole, and no more than one for any other."""
    rows = {f"s{i:03},Studént {i},{'AB'[i % 2]}": (f"s{i:03}", f"Studént {i}") for i in range(12)}
    rows |= {'s900,"Last, First",A': ("s900", "Last, First")}
    plain = "\n".join(["id,name,group", *rows]) + "\n"
    path = folder / "class.csv"
    refused = 0
    for seed in seeds:
        content = mutated(plain.encode(), random.Random(seed))
        path.write_bytes(content)
        try:
            found = people(read_roster(path))
        except RosterError:
            refused += 1
            continue
        lines = content.decode("utf-8", "replace").split("\n")
        whole = [rows[line] for line in lines if line in rows]
        if lines[0] != "id,name,group":  # with a title of another kind the ids may stand for the names
            found, whole = [(id_, "") for id_, _ in found], [(id_, "") for id_, _ in whole]
        assert [student for student in found if student in whole] == whole, seed
        assert len(found) - len(whole) <= sum(bool(line.strip()) and line not in rows for line in lines), seed
    assert refused < 0.9 * len(seeds)


def test_mutated_rosters_lose_and_invent_nobody(tmp_path) -> None:
    check_mutations(tmp_path, range(300))


@pytest.mark.prove
def test_ten_thousand_mutated_rosters_lose_and_invent_nobody(tmp_path) -> None:
    check_mutations(tmp_path, range(10_000))


def refused(read: Read, content: str | bytes, **options: str) -> str:
    with pytest.raises(RosterError) as error:
        read(content, **options)
    return str(error.value)


def test_an_encoding_that_cannot_be_told_is_refused_and_a_likely_one_shown_by_a_name(read) -> None:
    cyrillic = "id,name\n" + "".join(f"s{n},Иван Петров Сидоров Михаил\n" for n in range(9))
    said = refused(read, cyrillic.encode("cp1251"))
    assert said.endswith("class.csv:1: neither UTF-8 nor UTF-16 nor Windows-1252; save the roster as CSV UTF-8")
    (remark,) = read('id,name\ns1,Ada\ns2,"Évariste" Galois\n'.replace('"', "").encode("cp1252")).remarks
    assert remark.endswith(
        "read as Windows-1252, with names such as Évariste; if they are not right, save the roster as CSV UTF-8"
    )


def test_a_cell_that_is_too_long_for_a_name_is_refused_with_its_line(read) -> None:
    said = refused(read, f"id,name\ns1,Ada\ns2,{'x' * 200_000}\n")
    assert said.endswith("class.csv:3: a cell is longer than any name; is this a roster?")


def test_a_row_with_cells_beyond_the_last_title_is_refused_and_empty_ones_are_not(read) -> None:
    assert people(read("id,name,,\ns1,Ada,,\ns2,Grace\n")) == [("s1", "Ada"), ("s2", "Grace")]
    said = refused(read, "id,name\ns1,Hopper,Grace\n")
    assert said.endswith(
        "class.csv:2: 3 cells, but the header has 2; put quotes around a cell that contains a comma: s1 | Hopper | Grace"
    )
    assert "4 cells, but the header has 2;" in refused(read, "id,name,,\ns1,Hopper,,Grace\n")
    assert refused(read, "id,name,room\ns1,Hopper\n").endswith(
        "class.csv:2: 2 cells, but the header has 3: s1 | Hopper"
    )


def test_the_delimiter_is_the_one_that_gives_a_column_of_ids(read) -> None:
    assert people(read("id;first, last\ns1;Lovelace, Ada\n", name_column="first, last")) == [("s1", "Lovelace, Ada")]
    assert people(read("number|name\n7|Ada; Grace\n", id_column="number")) == [("7", "Ada; Grace")]
    assert people(read("  sep=|  \nid|name\ns1|Ada, B; C\n")) == [("s1", "Ada, B; C")]


def test_a_control_character_and_a_quote_over_several_cells_are_refused_with_their_line(read) -> None:
    assert "class.csv:2: a cell holds the control character" in refused(read, "id,name\ns1,A\x07da\n")
    said = refused(read, 'id,name\ns1,"Ada\rs2,Grace"\n')
    assert "class.csv:2: a quote goes on to line" in said
    assert "over several cells; close it on its own line" in said


def test_the_first_column_of_ids_with_something_in_it_is_taken_and_told_unless_it_is_called_id(read) -> None:
    roster = read("matriculation number,student id,name\n,s1,Ada\n,s2,Grace\n")
    assert people(roster) == [("s1", "Ada"), ("s2", "Grace")]
    assert any("the ids are taken from the column" in remark and "student id" in remark for remark in roster.remarks)
    assert read("id,name\ns1,Ada\n").remarks == ()
    assert (
        "expected a header line with the columns id and name, got 'a, b'; select another with --id-column"
        in refused(read, "a,b\n1,2\n")
    )
