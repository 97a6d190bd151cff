"""The secret, the key that signs, and the numbers of papers: whose they are, and what is said of one that is wrong."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from examgen.exam import numbers, signing
from examgen.exam.numbers import ALPHABET, PaperNumberError, check_character, paper_numbers, read_number
from examgen.exam.secret import SecretError, exam_key, own_secret, read_secret, strength
from examgen.exam.signing import PRIVATE, TRUSTED, PublicKey, SignatureError, is_trusted, own_key, sign, trust


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user of this test alone."""
    folder = tmp_path / "configuration"
    monkeypatch.setattr(signing, "configuration", lambda: folder)
    monkeypatch.setattr("examgen.exam.secret.configuration", lambda: folder)
    return folder


# the secret -------------------------------------------------------------------------------------------------------------


def test_a_secret_is_made_once_for_its_owner(own) -> None:
    first = own_secret()
    assert first.path == own / "secret"
    assert len(first.content) == 64
    assert (own / "secret").read_bytes() == first.content + b"\n"
    assert stat.S_IMODE((own / "secret").stat().st_mode) == 0o600
    assert own_secret() == first
    assert first.bits > 200


def test_a_secret_has_eight_bytes_without_white_space_around_it(tmp_path) -> None:
    path = tmp_path / "a secret"
    path.write_bytes(b" 12345678\n")
    assert read_secret(path).content == b"12345678"
    path.write_bytes(b" 1234567 \n")
    with pytest.raises(SecretError, match=f"{path}: a secret of 7 bytes can be guessed; leave --secret-file out"):
        read_secret(path)
    with pytest.raises(SecretError, match=f"{tmp_path / 'none'}: No such file or directory"):
        read_secret(tmp_path / "none")
    with pytest.raises(SecretError, match="/dev/zero: expected a secret of at most 1,000,000 bytes"):
        read_secret(Path("/dev/zero"))


def test_a_secret_is_worth_what_it_takes_to_guess_it() -> None:
    assert strength(b"password") < 10
    assert strength(b"\x00\x01\x02\x03" * 8) == pytest.approx(2 * 32), "bytes that are no text"
    assert strength(b"\xff" * 32) == 0
    assert strength(b"\xff\xfe") == pytest.approx(2)
    assert strength("é".encode() * 40) <= 8 * 80
    once, twice = b"correct horse battery staple".ljust(64, b"q"), b"xK9#vQ2!mZ7@pL4$"
    assert strength(once + twice) > strength(once), "what stands behind the first sixty-four characters counts as well"
    assert strength(twice) <= 8 * len(twice)
    assert strength(b"a") <= 8


def test_the_key_of_an_exam_hangs_on_the_secret_and_the_exam() -> None:
    assert exam_key(b"a secret", "e1") == exam_key(b"a secret", "e1")
    assert len(exam_key(b"a secret", "e1")) == 32
    assert len({exam_key(s, e) for s in (b"a secret", b"another") for e in ("e1", "e2")}) == 4


# the signature ----------------------------------------------------------------------------------------------------------


def test_whoever_signs_is_known_by_a_key_that_stays(own) -> None:
    key, signature = sign(b"a message")
    assert key == own_key()
    assert key.signed(b"a message", signature)
    assert not key.signed(b"another message", signature)
    assert not key.signed(b"a message", b"too short")
    assert not PublicKey(b"no key").signed(b"a message", signature)
    assert PublicKey.from_hex(key.raw.hex()) == key
    assert stat.S_IMODE((own / PRIVATE).stat().st_mode) == 0o600
    assert (own / PRIVATE).read_text().endswith("\n")


def test_a_fingerprint_is_six_groups_of_four_digits() -> None:
    groups = own_key().fingerprint.split("-")
    assert [len(group) for group in groups] == [4] * 6
    assert "".join(groups).isalnum()
    assert own_key().fingerprint == own_key().fingerprint.upper()
    assert PublicKey(b"\x00" * 32).fingerprint != PublicKey(b"\x01" * 32).fingerprint


def test_ones_own_key_is_trusted_and_another_once_it_was_compared(own) -> None:
    mine, other, third = own_key(), PublicKey(b"\x01" * 32), PublicKey(b"\x02" * 32)
    assert is_trusted(mine)
    assert not is_trusted(other)
    trust(other, other.fingerprint.lower().replace("-", " : "))
    assert is_trusted(other)
    trust(third, third.fingerprint)
    trust(other, other.fingerprint)
    assert (own / TRUSTED).read_text().splitlines() == [
        f"{key.raw.hex()} {key.fingerprint}" for key in (other, third)
    ], "each once"
    assert is_trusted(third)
    assert stat.S_IMODE((own / TRUSTED).stat().st_mode) == 0o600
    with pytest.raises(SignatureError, match=f"signed by the key {mine.fingerprint}, not by {other.fingerprint}"):
        trust(mine, other.fingerprint)


def test_looking_at_a_key_makes_none(own) -> None:
    assert not is_trusted(PublicKey(b"\x01" * 32))
    assert not (own / PRIVATE).exists()
    own.mkdir(exist_ok=True)
    (own / TRUSTED).write_text(f"\n{b'1'.hex() * 32} a remark\n\n")
    assert is_trusted(PublicKey(b"1" * 32))


def test_a_key_that_cannot_be_read_is_told_and_others_are_still_trusted(own) -> None:
    own.mkdir()
    (own / PRIVATE).write_text("no key")
    with pytest.raises(SignatureError, match="expected the key that signs exams, 64 hexadecimal digits; put back"):
        sign(b"a message")
    other = PublicKey(b"\x01" * 32)
    trust(other, other.fingerprint)
    assert is_trusted(other)
    (own / PRIVATE).unlink()
    (own / PRIVATE).mkdir()
    with pytest.raises(SignatureError, match="the key that signs exams cannot be read: Is a directory"):
        own_key()


# paper numbers ----------------------------------------------------------------------------------------------------------


def test_the_check_character_is_worked_out_over_the_first_seven() -> None:
    assert check_character("K7Q2M9X") == "6"
    assert check_character("0000000") == "0"
    assert check_character("0000001") == "2"
    assert check_character("000000G") == "5", "x⁵ is x² + 1"
    assert check_character("000000Z") == ALPHABET[(31 << 1) ^ 0b100101]


@pytest.mark.parametrize(
    ("typed", "number"),
    [("K7Q2M9X6", "K7Q2M9X6"), ("k7q2-m9x6", "K7Q2M9X6"), (" k7 q2 m9 x6 ", "K7Q2M9X6"), ("OIL00000", None), ("00000012", "00000012"),
     ("oooooOi2", "00000012"), ("000000L2", "00000012")],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(typed, number) -> None:
    if number is None:
        with pytest.raises(PaperNumberError, match="a character is wrong or two are swapped"):
            read_number(typed)
    else:
        assert read_number(typed) == number


@pytest.mark.parametrize("typed", ["", "K7Q2M9X", "K7Q2M9X66", "K7Q2M9U6", "K7Q2M9ß6"])
def test_what_has_another_length_or_letter_is_no_number(typed) -> None:
    with pytest.raises(PaperNumberError, match="expected a paper number of 8 letters and digits such as K7Q2M9X6"):
        read_number(typed)


def test_of_two_papers_with_the_same_number_the_later_one_gets_another(monkeypatch) -> None:
    free = {"a": "11111111", "b": "11111111", 0: "22222222", 1: "22222222"}

    def candidates(secret: bytes, kind: str, whose: str | int):
        assert kind == ("spare" if isinstance(whose, int) else "student")
        yield free[whose]
        yield f"{free[whose][:7]}X"

    monkeypatch.setattr(numbers, "_candidates", candidates)
    assert paper_numbers(b"k" * 32, ["b", "a"], 2) == {
        "a": "11111111", "b": "1111111X", 0: "22222222", 1: "2222222X",
    }  # fmt: skip


def test_the_numbers_of_a_secret_are_those_of_every_version_and_a_taken_one_is_drawn_again(monkeypatch) -> None:
    own = numbers.derive_key
    drawn = {"s1": "BYKQ5WJE", "s2": "WT44711P", 0: "RM2FJ4Z4", 1: "SVWZ0YXT"}
    assert paper_numbers(b"a secret", ["s2", "s1"], 2) == drawn
    monkeypatch.setattr(numbers, "derive_key", lambda secret, *rest: own(secret, *rest[:2], "s1", rest[-1]))
    found = paper_numbers(b"a secret", ["s1", "s2", "s3"])
    assert found["s1"] == drawn["s1"]
    assert len(set(found.values())) == 3


def test_numbers_are_spread_over_the_alphabet_and_right() -> None:
    found = list(paper_numbers(b"k" * 32, [f"s{n}" for n in range(200)]).values())
    assert all(read_number(number) == number for number in found)
    assert len(set(found)) == 200
    for place in range(8):
        assert len({number[place] for number in found}) > 24
