"""Judging answers: compare, follow a mistake through, diagnose; one judge for practice and for marking."""

from examgen.judge.diagnosis import Diagnosis
from examgen.judge.judging import Verdicts, judge, judge_answer
from examgen.judge.reading import Answer, read_answer
from examgen.judge.rules import Rules, part_of
from examgen.judge.verdict import STATES, State, Verdict
from examgen.judge.work import Work

__all__ = [
    "STATES",
    "Answer",
    "Diagnosis",
    "Rules",
    "State",
    "Verdict",
    "Verdicts",
    "Work",
    "judge",
    "judge_answer",
    "part_of",
    "read_answer",
]
