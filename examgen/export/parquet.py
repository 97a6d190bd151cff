"""The gradebook as Parquet, for an analysis with pandas, R, DuckDB or Spark: types instead of text, points exact."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from examgen.export.scores import ExportError
from examgen.gradebook.standing import AnswerStanding, PaperStanding, Standing

if TYPE_CHECKING:
    import pyarrow

_PAPERS = {
    "student": "string", "name": "string", "paper": "string", "status": "string", "points": "points", "at_most": "points",
    "of": "points", "penalty": "points", "pending": "int32", "handed_in": "time", "released": "bool",
}  # fmt: skip
_ANSWERS = {
    "student": "string", "paper": "string", "label": "string", "question": "string", "place": "string", "part": "string",
    "parameters": "string", "written": "string", "read_as": "string", "state": "string", "points": "points",
    "at_most": "points", "of": "points", "pending": "bool", "rule": "string", "misconceptions": "list", "decided_by": "string",
    "decided_why": "string",
}  # fmt: skip


def papers_parquet(standing: Standing) -> bytes:
    """A row for each paper, in the order of the roster."""
    return _written(_PAPERS, [dict(zip(_PAPERS, _paper(paper, standing), strict=True)) for paper in standing.papers])


def answers_parquet(standing: Standing) -> bytes:
    """A row for each answer of each paper that was marked."""
    rows = [dict(zip(_ANSWERS, _answer(paper, answer), strict=True)) for paper, answer in standing.answers]
    return _written(_ANSWERS, rows)


def _paper(paper: PaperStanding, standing: Standing) -> Iterator[Any]:
    marked = paper.status == "marked"
    yield from (paper.paper.student, paper.paper.name, paper.paper.number, paper.status)
    yield from (paper.points, paper.highest) if marked else (None, None)
    yield from (paper.of, paper.penalty, len(paper.pending))
    yield next((submission.handed_in for submission in paper.submissions if submission.counts), None)
    yield marked and standing.released is not None and not standing.is_draft(paper)


def _answer(paper: PaperStanding, answer: AnswerStanding) -> Iterator[Any]:
    question = answer.question
    yield from (
        paper.paper.student,
        paper.paper.number,
        answer.label,
        question.question,
        question.place,
        answer.ask.name,
    )
    yield json.dumps(dict(question.parameters), ensure_ascii=False, default=str)
    yield from (answer.written.text, answer.read.text, answer.state, answer.points, answer.highest, answer.of)
    yield from (answer.pending, answer.rule.text, list(answer.misconception))
    decided = answer.decided
    yield from (decided.by, decided.why) if decided else (None, None)


def _written(columns: dict[str, str], rows: Sequence[dict[str, Any]]) -> bytes:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise ExportError("Parquet needs the package pyarrow; pip install 'examgen[parquet]'") from None
    types: dict[str, pyarrow.DataType] = {
        "string": pa.string(), "points": pa.decimal128(9, 2), "int32": pa.int32(), "bool": pa.bool_(),
        "time": pa.timestamp("us", tz="UTC"), "list": pa.list_(pa.string()),
    }  # fmt: skip
    schema = pa.schema([(name, types[kind]) for name, kind in columns.items()])
    made = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist([{k: _clean(v) for k, v in row.items()} for row in rows], schema), made)
    return made.getvalue()


def _clean(value: Any) -> Any:
    """A value as Parquet takes it: text that is no Unicode would stop the whole table."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    return value.quantize(Decimal("0.01")) if isinstance(value, Decimal) else value
