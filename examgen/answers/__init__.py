"""The answer kinds: how an ask is read, compared and laid out.

Each kind reads what students really type, says back what it read, and refuses what can be read in two ways.
"""

from examgen.answers.answer_type import AnswerType, Blank, Comparison, Doubtful, Reading, Unreadable
from examgen.answers.choice import Choice
from examgen.answers.choices import Choices
from examgen.answers.design import LayerDesign
from examgen.answers.grids import Matrix, Tensor, Vector
from examgen.answers.matching import Matching
from examgen.answers.ordering import Ordering
from examgen.answers.scalars import Integer, Real
from examgen.answers.shapes import Shape

__all__ = [
    "AnswerType",
    "Blank",
    "Choice",
    "Choices",
    "Comparison",
    "Doubtful",
    "Integer",
    "LayerDesign",
    "Matching",
    "Matrix",
    "Ordering",
    "Reading",
    "Real",
    "Shape",
    "Tensor",
    "Unreadable",
    "Vector",
]
