"""Does the wording of a statement reveal whether it is true? A guesser who ignores the content tries to tell.

    python benchmarks/statements.py [--json] [--words]

Two classifiers (Bernoulli naive Bayes and logistic regression) see function words, absolutes, length and punctuation, and none of the
words that carry the content. They are trained on nine tenths of the statements and guess the truth of the rest, over several random
splits. Chance is the share of the more frequent answer. ``--words`` lists the words that lean most towards one answer.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import examgen.question_bank
from examgen.question.statements import Statement, Tasks, read, themes

FUNCTION_WORDS = re.findall(
    r"\w+",
    """
a about above across after again against all alone along also although always among an and another any are as at away because been before
behind being below between both but by can cannot could do does each either else enough even ever every exactly few fewer first for from
full further given has have higher how if in instead into is it its itself just larger last least less like may merely might more most
much must need needed needs neither never no none nor not nothing of on once one only onto or other others out over own per rather same
several should simply since single smaller so some still such than that the their them then there therefore these they this those though
through thus to together too two under unless unlike until up usually very what whatever when where whether which while whole whose why
will with within without would yet
""",
)
"""Words that carry no content of the field."""
ABSOLUTES = frozenset(
    ("all", "always", "any", "cannot", "every", "exactly", "must", "never", "no", "none", "nothing", "only", "single")
)
FOLDS, SPLITS, NEWTON_STEPS = 10, 20, 6
GOAL = 0.55
"""What the better of the two classifiers may reach."""

Matrix = NDArray[np.float64]
Guess = Callable[[Matrix, Matrix, Matrix], Matrix]
"""From examples, their truth and further examples to a score for each of these: positive where true is guessed."""


def features(statement: Statement) -> list[float]:
    """What a guesser sees of a statement who reads none of its content."""
    words, text = set(statement.words), statement.text
    marks = [text.count(","), text.count(";"), "=" in text, any(c.isdigit() for c in text), "`" in text]
    return [
        *(float(word in words) for word in FUNCTION_WORDS),
        float(bool(ABSOLUTES & words)),
        len(text) / 100,
        len(statement.words) / 16,
        *(float(mark) for mark in marks),
    ]


def naive_bayes(examples: Matrix, truth: Matrix, further: Matrix) -> Matrix:
    """Bernoulli naive Bayes on features that are above the median or not."""
    cut = np.median(examples, axis=0)
    seen, unseen = examples > cut, further > cut
    logs = [np.log((seen[truth == t].sum(0) + 1) / ((truth == t).sum() + 2)) for t in (1, 0)]
    denied = [np.log1p(-np.exp(log)) for log in logs]
    return np.asarray(unseen @ (logs[0] - logs[1]) + ~unseen @ (denied[0] - denied[1]))


def logistic_regression(examples: Matrix, truth: Matrix, further: Matrix) -> Matrix:
    """Logistic regression with an L2 penalty, by Newton's method."""
    mean, scale = examples.mean(0), examples.std(0) + 1e-9
    x = np.c_[(examples - mean) / scale, np.ones(len(examples))]
    penalty = np.diag([len(x) / 10.0] * (x.shape[1] - 1) + [1e-6])
    weights = np.zeros(x.shape[1])
    for _ in range(NEWTON_STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        hessian = x.T @ (x * (p * (1 - p))[:, None]) + penalty
        weights -= np.linalg.solve(hessian, x.T @ (p - truth) + penalty @ weights)
    return np.asarray(np.c_[(further - mean) / scale, np.ones(len(further))] @ weights)


def arrays(statements: Sequence[Statement]) -> tuple[Matrix, Matrix]:
    """What a guesser sees of each statement, and which are true."""
    return np.array([features(s) for s in statements]), np.array([float(s.truth) for s in statements])


def accuracy(guess: Guess, examples: Matrix, truth: Matrix, splits: int = SPLITS) -> float:
    """The share of right guesses in cross-validation."""
    rng, right = np.random.default_rng(0), 0
    for _ in range(splits):
        for held_out in np.array_split(rng.permutation(len(truth)), FOLDS):
            known = np.setdiff1d(np.arange(len(truth)), held_out)
            right += int(((guess(examples[known], truth[known], examples[held_out]) > 0) == truth[held_out]).sum())
    return right / splits / len(truth)


def leaning(statements: Sequence[Statement], least: int = 5) -> list[tuple[str, int, int]]:
    """Function words with how many true and false statements use them, the most one-sided first."""
    found = []
    for word in FUNCTION_WORDS:
        true, false = (sum(word in s.words for s in statements if s.truth == t) for t in (True, False))
        if true + false >= least:
            found.append((word, true, false))
    return sorted(found, key=lambda each: abs(each[1] - each[2]) / (each[1] + each[2]) ** 0.5, reverse=True)


def longest_is_right(folder: Path) -> float:
    """How often the longest of the options of a task is the right one, against chance: 1.0 is as often as by chance."""
    hits = chances = 0.0
    for task in (task for file in read(Tasks, folder).values() for task in file.items):
        for right, wrong in ((task.network, task.networks), (task.reason, task.reasons)):
            hits += all(len(right) > len(remark.text) for remark in wrong.values())
            chances += 1 / (len(wrong) + 1)
    return hits / chances


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--words", action="store_true")
    options = parser.parse_args()
    concept = Path(examgen.question_bank.__path__[0]) / "concept"
    statements = [statement for theme in themes(concept / "statements").values() for statement in theme.statements]
    examples, truth = arrays(statements)
    figures = {
        "statements": len(statements),
        "true": round(float(truth.mean()), 3),
        "naive Bayes": round(accuracy(naive_bayes, examples, truth), 3),
        "logistic regression": round(accuracy(logistic_regression, examples, truth), 3),
        "goal": GOAL,
        "longest option of a task is right, against chance": round(longest_is_right(concept / "use_cases"), 2),
    }
    if options.json:
        print(json.dumps(figures))
        return
    print("Guessing the truth of a statement from its wording alone")
    for name, figure in figures.items():
        print(f"  {name:50} {figure}")
    if options.words:
        for word, true, false in leaning(statements)[:25]:
            print(f"  {word:12} {true:3} true {false:3} false")


if __name__ == "__main__":
    main()
