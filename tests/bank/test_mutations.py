"""A mistake planted in a derivation or in a network is caught: the witnesses disagree."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest

import examgen.question_bank
import examgen.solutions
from examgen.bank.bank import Bank, Source
from examgen.question.draw import derive_key
from examgen.question.selection import candidates
from examgen.verify import witness

TREES = {
    "question_bank": Path(examgen.question_bank.__path__[0]),
    "solutions": Path(examgen.solutions.__path__[0]),
}

PLANTED = [
    ("solutions", "convolution.output_size", "2 * q.p", "q.p"),
    ("solutions", "convolution.output_size", "// q.s + 1", "// q.s"),
    ("solutions", "convolution.parameter_count", "(weights + 1) * q.filters", "weights * q.filters + 1"),
    ("solutions", "pooling.average_map", "average", "greatest"),
    ("solutions", "softmax.values", "power / everything", "power / (everything + 1)"),
    ("solutions", "recurrent.parameter_count", "q.units * q.units", "q.units * q.features"),
    ("solutions", "recurrent.unroll_scalar", "q.wh * h", "q.wx * h"),
    ("question_bank", "pooling.conv_relu_pool", "layers.ReLU()", "layers.ReLU(negative_slope=0.1)"),
    ("question_bank", "convolution.output_size", "strides=self.s", 'strides=self.s, padding="same"'),
    ("question_bank", "recurrent.unroll_scalar", 'state=f"h{t - 1}"', 'state="h0"'),
    ("question_bank", "softmax.values", "layers.Softmax()", 'layers.Activation("sigmoid")'),
    ("question_bank", "recurrent.parameter_count", "layers.SimpleRNN(self.units", "layers.SimpleRNN(self.units + 1"),
]


@pytest.mark.parametrize(("tree", "id_", "old", "new"), PLANTED, ids=[f"{i}-{p[1]}" for i, p in enumerate(PLANTED)])
def test_a_planted_mistake_is_a_defect(tree, id_, old, new, tmp_path: Path) -> None:
    topic, name = id_.split(".")
    for folder, source in TREES.items():
        (tmp_path / folder / topic).mkdir(parents=True)
        shutil.copy(source / topic / f"{name}.py", tmp_path / folder / topic)
    mutated = tmp_path / tree / topic / f"{name}.py"
    text = mutated.read_text(encoding="utf-8")
    assert old in text, f"{tree}/{topic}/{name}.py no longer has {old!r}; plant the mistake elsewhere"
    mutated.write_text(text.replace(old, new), encoding="utf-8")

    question = Bank((Source.folder(tmp_path),)).question(id_)
    keys = (derive_key(b"mutation", attempt) for attempt in range(500))
    results = witness.examine(list(itertools.islice(candidates(question, keys, {}), 20)), misconceptions=False)
    defects = [result for result in results if isinstance(result, witness.Defect)]
    assert defects
    assert "examgen solve" in str(defects[0])
