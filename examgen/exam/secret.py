"""The secret that decides every number: where it comes from, how hard it is to guess, and the key of one exam made of it."""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from examgen.errors import UserError
from examgen.exam.files import OWNER, write_whole
from examgen.exam.signing import configuration
from examgen.wording import counted

FILE_NAME = "secret"
ENOUGH = 80
"""Bits: a secret that takes fewer guesses can be found from one paper."""
LARGEST = 1_000_000
"""Bytes of a secret at most."""
SHORTEST = 8


class SecretError(UserError):
    """A secret cannot be read, or anyone could guess it."""


@dataclass(frozen=True)
class Secret:
    """A secret, and where it stands."""

    content: bytes
    path: Path

    @property
    def bits(self) -> float:
        """How many guesses it takes, as a power of two, by an estimate that knows names, dates, words and keyboards."""
        return strength(self.content)


def exam_key(secret: bytes, exam: str) -> bytes:
    """The key of one exam, from which nobody finds the secret or the key of another exam."""
    return HKDF(SHA256(), length=32, salt=None, info=b"examgen exam\n" + exam.encode()).derive(secret)


def own_secret() -> Secret:
    """The secret of this user, 256 random bits in the configuration folder; made the first time."""
    path = configuration() / FILE_NAME
    if not path.exists():
        write_whole(path, secrets.token_hex(32).encode() + b"\n", OWNER)
    return read_secret(path)


def read_secret(path: Path) -> Secret:
    """The secret in a file.

    Raises:
        SecretError: it cannot be read, or is shorter than 8 bytes.
    """
    try:
        with path.open("rb") as file:  # which may be a pipe from another program
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise SecretError(f"{path}: {error.strerror}") from None
    if len(content) > LARGEST:
        raise SecretError(f"{path}: expected a secret of at most {LARGEST:,} bytes")
    content = content.strip()
    if len(content) < SHORTEST:
        raise SecretError(
            f"{path}: a secret of {counted(len(content), 'byte')} can be guessed; leave --secret-file out, and examgen makes one"
        )
    return Secret(content, path)


def strength(content: bytes) -> float:
    """How many bits a secret is worth to somebody who guesses: at most those that its bytes hold."""
    from zxcvbn import zxcvbn

    try:
        text = content.decode()
    except UnicodeDecodeError:
        return _entropy(content)
    if not text.isprintable():
        return _entropy(content)
    pieces = [text[i : i + 64] for i in range(0, len(text), 64)][:4]  # zxcvbn looks at so many characters at most
    guessed = sum(math.log2(float(zxcvbn(piece)["guesses"])) for piece in pieces)
    return min(guessed, 8.0 * len(content))


def _entropy(content: bytes) -> float:
    """Of bytes that are no text, what their frequencies allow."""
    counts = [content.count(byte) for byte in set(content)]
    return sum(-count * math.log2(count / len(content)) for count in counts)
