"""Classes of students as plain data, with an ability each and an exam whose numbers are drawn."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from examgen.reports.record import AnsweredQuestion, Response, Sitting

Harm = Callable[[int, dict[str, object]], float]
"""How much harder parameters make the question of an index, on the scale of abilities."""


def sat_exam(
    random: np.random.Generator, students: int, questions: int = 8, harm: Harm = lambda index, parameters: 0.0
) -> list[Sitting]:
    """A class that sat an exam; each question has parameters n, s and padding, and an answer that differs between papers."""
    class_ = []
    for row in range(students):
        ability = random.normal()
        answered = []
        for index in range(questions):
            n, s = int(random.integers(5, 30)), int(random.integers(1, 3))
            parameters = {"n": n, "s": s, "padding": str(random.choice(["valid", "same"]))}
            odds = ability - (index - questions / 2) * 0.3 - harm(index, parameters)
            right = bool(random.random() < 1 / (1 + np.exp(-1.5 * odds)))
            key = str(n // s)
            written = key if right else str(int(random.integers(1, 30)))
            response = Response(
                name="side",
                label=str(index + 1),
                state="right" if right else "wrong",
                points=2.0 * right,
                of=2.0,
                written=written,
                key=key,
            )
            answered.append(
                AnsweredQuestion(
                    place=f"place#{index}",
                    question=f"topic.question_{index}",
                    number=index + 1,
                    title=f"Question {index + 1}",
                    topic="topic",
                    bonus=False,
                    effort=float(n + 10 * s),
                    parameters=parameters,
                    detects=("rounded_up",),
                    responses=(response,),
                )
            )
        points = sum(each.points for each in answered)
        class_.append(Sitting(f"s{row}", f"Student {row}", f"P{row}", points, points, 2.0 * questions, tuple(answered)))
    return class_
