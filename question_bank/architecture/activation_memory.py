"""A batch of 32 images in float32: how much memory do the activations of a small network take?"""

from __future__ import annotations

from fractions import Fraction
from typing import Self

from pydantic import Field, model_validator

from examgen import layers, observable
from examgen.answers import Integer, Real
from examgen.draw import Draw
from examgen.network import Network
from examgen.question import Ask, Question, misconception
from examgen.question_bank.architecture._rows import Count, Row, Rows, Short, code, named, network, output, shapes
