"""What the oracle says where it has no answer: always one short line."""

from __future__ import annotations

import contextlib
import re
import textwrap
from collections.abc import Iterator

from examgen.errors import WITNESSES_DISAGREE, UserError

_WHERE = re.compile(r"\{\{function_node [^}]*\}\}|\[\[\{\{node [^}]*\}\}\]\]|\[Op:\w+\](?:\s+name:\s*\S*)?")


class OracleError(UserError):
    """There is no answer: what was asked makes no sense for this network, or Keras refuses it."""

    exit_code = WITNESSES_DISAGREE


class Refused(OracleError):
    """Keras cannot build or run a network; the message is Keras's own, with the layer that it was at."""


@contextlib.contextmanager
def refused(doing: str) -> Iterator[None]:
    """Whatever Keras raises in here, as a refusal: ``Keras cannot build Conv2D(1, 5) as 'z': …``.

    Raises:
        Refused: Keras raised anything at all.
    """
    try:
        yield
    except OracleError:
        raise
    except Exception as error:  # Keras raises of every type, TensorFlow's own among them
        raise Refused(f"Keras cannot {doing}: {said(error)}") from error


def kept(error: OracleError) -> OracleError:
    """An error as an answer: without where it was raised, since the frames there hold all that is being worked on."""
    error.__traceback__ = error.__cause__ = error.__context__ = None
    return error


def said(error: Exception) -> str:
    """What an error says, in one short line without colours, and without where in a graph TensorFlow was, which differs from run to run."""
    words = _WHERE.sub("", re.sub(r"\x1b\[\d*m", "", str(error))).split()
    return textwrap.shorten(" ".join(words) or type(error).__name__, 300, placeholder=" …")
