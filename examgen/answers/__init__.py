"""The answer types: how an ask is read, compared and laid out.

Each type reads what students really type, says back what it read, and refuses what can be read in two ways. How an answer may be
written stands in the grammars, one for each family of types.
"""

from examgen.answers.answer_type import AnswerType, Blank, Comparison, Doubtful, Reading, Unreadable
from examgen.answers.blank import is_blank
from examgen.answers.choice import Choice
from examgen.answers.choices import Choices
from examgen.answers.design import LayerDesign
from examgen.answers.explanation import Explanation
from examgen.answers.grids import Matrix, Tensor, Vector
from examgen.answers.matching import Matching
from examgen.answers.ordering import Ordering
from examgen.answers.scalars import Integer, Real
from examgen.answers.shapes import Shape
from examgen.answers.symbols import symbols_in

__all__ = [
    "AnswerType",
    "Blank",
    "Choice",
    "Choices",
    "Comparison",
    "Doubtful",
    "Explanation",
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
    "is_blank",
    "symbols_in",
]
