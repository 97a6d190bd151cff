"""All that a question file needs, in one import.

``from examgen.authoring import Ask, Draw, Input, Integer, Network, Question, layers, misconception, observable``
"""

from __future__ import annotations

from pydantic import AfterValidator, BeforeValidator, Field, PositiveInt, field_validator, model_validator

from examgen.answers import (
    AnswerType,
    Choice,
    Choices,
    Explanation,
    Integer,
    LayerDesign,
    Matching,
    Matrix,
    Ordering,
    Real,
    Shape,
    Tensor,
    Vector,
)
from examgen.answers.spelling import round_half_away
from examgen.arrays import (
    Array,
    Scalar,
    cells,
    elementwise,
    reshape,
    scalar,
    shape,
    transposed,
    whole,
)
from examgen.model import layers, losses, observable, ops, optimizers
from examgen.model.network import Input, Layer, LayerType, Network, Node, Option
from examgen.model.observable import Observable
from examgen.question.draw import Draw, nonzero, steps
from examgen.question.fields import Count, Grid, Number, Row, Volume
from examgen.question.question import Agreements, Answers, Ask, Claim, Computed, Question, Sourced, misconception
from examgen.question.selection import EFFORT
from examgen.wording import listed

__all__ = [
    "EFFORT",
    "AfterValidator",
    "Agreements",
    "AnswerType",
    "Answers",
    "Array",
    "Ask",
    "BeforeValidator",
    "Choice",
    "Choices",
    "Claim",
    "Computed",
    "Count",
    "Draw",
    "Explanation",
    "Field",
    "Grid",
    "Input",
    "Integer",
    "Layer",
    "LayerDesign",
    "LayerType",
    "Matching",
    "Matrix",
    "Network",
    "Node",
    "Number",
    "Observable",
    "Option",
    "Ordering",
    "PositiveInt",
    "Question",
    "Real",
    "Row",
    "Scalar",
    "Shape",
    "Sourced",
    "Tensor",
    "Vector",
    "Volume",
    "cells",
    "elementwise",
    "field_validator",
    "layers",
    "listed",
    "losses",
    "misconception",
    "model_validator",
    "nonzero",
    "observable",
    "ops",
    "optimizers",
    "reshape",
    "round_half_away",
    "scalar",
    "shape",
    "steps",
    "transposed",
    "whole",
]
