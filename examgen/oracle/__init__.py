"""The Keras witness: builds the layers of a network as data, runs them, and reports what is asked of them.

The only package that imports Keras and TensorFlow, when something is first asked. Equal layers that
read equal shapes run together, in whatever networks they stand: a few one by one, many in a graph that is traced once.
Sizes and counts are inferred by Keras without allocating a weight. Everything runs in float64, and what TensorFlow says
never reaches a terminal.
"""

from examgen.oracle.grouping import Answers, Request, attempt, observe
from examgen.oracle.libraries import KerasUnavailable, load, load_in_background
from examgen.oracle.refusal import OracleError, Refused
from examgen.oracle.wiring import Cost, cost

__all__ = [
    "Answers",
    "Cost",
    "KerasUnavailable",
    "OracleError",
    "Refused",
    "Request",
    "attempt",
    "cost",
    "load",
    "load_in_background",
    "observe",
]
