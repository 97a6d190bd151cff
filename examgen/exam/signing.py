"""The instructor's signature under a sealed exam, and whose signatures this machine believes.

The private key is made once and stays in the instructor's configuration folder. A sealed exam carries the public one; on another
machine its fingerprint is confirmed once, by a person who compares it with what the maker's machine says.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import platformdirs
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from examgen.errors import SIGNATURE_UNKNOWN, UserError
from examgen.exam.files import OWNER, write_whole

PRIVATE, TRUSTED = "signing-key", "trusted-keys"
_GROUP = 4


class SignatureError(UserError):
    """A signature is not what it should be, or nobody here knows whose it is."""

    exit_code = SIGNATURE_UNKNOWN


def configuration() -> Path:
    """The folder that examgen's keys and secrets stay in: the user's own."""
    return platformdirs.user_config_path("examgen")


@dataclass(frozen=True)
class PublicKey:
    """Whoever holds its private counterpart has signed."""

    raw: bytes

    @classmethod
    def from_hex(cls, text: str) -> PublicKey:
        """The key of 64 hexadecimal digits."""
        return cls(bytes.fromhex(text))

    @cached_property
    def fingerprint(self) -> str:
        """What two people compare: ``3F2A-77C0-…``, twenty-four digits of its hash."""
        digits = hashlib.sha256(b"examgen signing key\n" + self.raw).hexdigest()[:24].upper()
        return "-".join(digits[i : i + _GROUP] for i in range(0, len(digits), _GROUP))

    def signed(self, message: bytes, signature: bytes) -> bool:
        """Whether this key's owner signed just this message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


def sign(message: bytes) -> tuple[PublicKey, bytes]:
    """Sign with this user's key, which is made the first time.

    Raises:
        SignatureError: there is a key, and it cannot be read.
    """
    private = _private_key()
    return PublicKey(private.public_key().public_bytes_raw()), private.sign(message)


def own_key() -> PublicKey:
    """The public part of this user's key, which is made the first time."""
    return PublicKey(_private_key().public_key().public_bytes_raw())


def _private_key() -> Ed25519PrivateKey:
    path = configuration() / PRIVATE
    if not path.exists():
        raw = Ed25519PrivateKey.generate().private_bytes_raw()
        write_whole(path, raw.hex().encode() + b"\n", OWNER)
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text(encoding="ascii")))
    except OSError as error:
        raise SignatureError(f"{path}: the key that signs exams cannot be read: {error.strerror}") from None
    except ValueError:
        raise SignatureError(
            f"{path}: expected the key that signs exams, 64 hexadecimal digits; put back your copy of it, "
            "or move the file away and a new key is made"
        ) from None


def is_trusted(key: PublicKey) -> bool:
    """Whether the key is this user's own, or its fingerprint has been confirmed here."""
    with contextlib.suppress(SignatureError):
        if (configuration() / PRIVATE).exists() and own_key() == key:
            return True
    return key.raw.hex() in _trusted()


def _trusted() -> set[str]:
    try:
        lines = (configuration() / TRUSTED).read_text(encoding="utf-8").splitlines()
    except OSError:
        return set()
    return {line.split()[0] for line in lines if line.strip()}


def trust(key: PublicKey, fingerprint: str) -> None:
    """Remember that a person has compared this key's fingerprint.

    Raises:
        SignatureError: the fingerprint is another one.
    """
    if re.sub(r"[\s:-]", "", fingerprint).upper() != key.fingerprint.replace("-", ""):
        raise SignatureError(
            f"the exam is signed by the key {key.fingerprint}, not by {fingerprint}; do not use it before you know why"
        )
    if key.raw.hex() not in _trusted():
        path = configuration() / TRUSTED
        before = path.read_bytes() if path.exists() else b""
        write_whole(path, before + f"{key.raw.hex()} {key.fingerprint}\n".encode(), OWNER)
