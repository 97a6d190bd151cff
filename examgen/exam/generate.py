"""Papers, keys, answer sheets and the sealed exam in a folder; all of it, or a start that is taken up again."""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from os import PathLike
from pathlib import Path
from queue import SimpleQueue

from examgen import __version__
from examgen.bank.bank import Bank
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import Blueprint, TextSlot, read_blueprint
from examgen.exam.files import EVERYONE, OWNER, Access, make_folder, write_whole
from examgen.exam.images import images_of
from examgen.exam.makeup import makeup_blueprint
from examgen.exam.printing import PosedQuestion, minutes_given, paper_document, posed_on
from examgen.exam.reprint import (
    changes_of,
    filled_in,
    gone_since,
    printed_before,
    printed_name,
    sheet_name,
    source_digest,
    taking_over,
    unchanged,
)
from examgen.exam.roster import Roster, read_roster
from examgen.exam.sealed import FILE_NAME, Box, SealedError, SealedExam, SealedPaper
from examgen.exam.secret import exam_key, own_secret
from examgen.exam.sheet import empty_sheet
from examgen.exam.signing import SignatureError
from examgen.exam.staging import staging
from examgen.exam.texts import check_texts
from examgen.exam.versions import versions
from examgen.exam.yaml_source import YamlSource
from examgen.question.draw import derive_key
from examgen.rendering import templating
from examgen.rendering.document import Paper
from examgen.rendering.pdf import render_papers

DRAWN = "drawn.json"
"""The exam as it was drawn, before its files are printed; gone when they are."""
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Generated:
    """What was made, and where.

    Attributes:
        remarks: what was taken for granted in the roster, and what was printed again.
        again: whether it took the place of what an earlier call had printed.
    """

    exam: SealedExam
    folder: Path
    remarks: tuple[str, ...] = ()
    again: bool = False


def generate(
    blueprint_path: Path | None,
    roster_path: Path,
    out: Path,
    bank: Bank,
    secret: bytes | None = None,
    progress: Progress = lambda what, done, of: None,
    *,
    id_column: str | None = None,
    name_column: str | None = None,
    spares: int = 0,
    makeup_of: Path | None = None,
    keys: bool = True,
    positions: bool = False,
    fonts: Sequence[str | PathLike[str]] = (),
    readers: Access = OWNER,
    replace: bool = False,
) -> Generated:
    """Make an exam. What is half done stays in a hidden folder beside ``out``, and the same call takes it up again.

    Where the same call has finished already, nothing is done. Where ``out`` holds this exam as an earlier call made it, only files that
    come out otherwise are printed: another title, a late student. Papers that would ask something else stay as they are, with an error.

    Args:
        blueprint_path: the blueprint; of a make-up exam only its head is taken, and it need not be there.
        roster_path: the students.
        out: the folder, which must be new or empty, or hold the same exam.
        bank: the questions.
        secret: what decides the numbers; the user's own without it.
        progress: told what is being done, how much of it is done, and of how much.
        id_column: the title of the roster's column of ids, where it is not found by itself.
        name_column: the title of its column of names.
        spares: how many papers without a student there are besides.
        makeup_of: the folder of an exam whose questions are asked again with other numbers.
        keys: whether each paper's worked solutions are printed as well.
        positions: whether the sealed exam says where each answer box is on its page.
        fonts: folders with further fonts.
        readers: who may read the keys.
        replace: whether papers that were printed may come to ask something else.

    Raises:
        UserError: the blueprint, the roster or the folder cannot be used.
        WitnessError: a question is defective.
    """
    blueprint, source, earlier = _asked(blueprint_path, makeup_of)
    roster = read_roster(roster_path, id_column, name_column)
    chosen = secret or own_secret().content
    fingerprint = _fingerprint(
        exam_key(chosen, blueprint.id),
        source.path,
        blueprint,
        roster,
        bank,
        (spares, keys, positions, *map(str, fonts)),
        earlier,
    )
    if (done := _drawn(out, FILE_NAME, fingerprint)) is not None:
        return Generated(done, out, roster.remarks)
    before = printed_before(out, blueprint.id, chosen, [student.id for student in roster.students], spares)
    with staging(out, over=before is not None) as stage:
        looks, kept, filled = _looks(fonts), dict[str, str](), set[str]()
        sources: dict[str, str] | None = None

        def print_all(exam: SealedExam, papers: Iterable[SealedPaper], of: int) -> dict[str, str]:
            return _print_all(
                exam, papers, of, stage.folder, bank, readers, progress,
                keys=keys, fonts=fonts, left={*kept, *filled}, looks=looks,
            )  # fmt: skip

        exam = _drawn(stage.folder, DRAWN, fingerprint) or _drawn(stage.folder, FILE_NAME, fingerprint)
        if exam is None:
            stage.clear()
            drawing = partial(progress, "drawing")
            alongside = _Alongside(print_all, of=len(roster.students) + spares) if before is None else None
            try:
                exam = assemble(
                    blueprint, roster.students, bank, source, chosen, drawing, spares, earlier,
                    alongside.put if alongside else _accepted,
                )  # fmt: skip
                exam = exam.model_copy(update={"made_from": fingerprint})
                if before is not None:
                    exam = taking_over(exam, before, out, replace=replace)
                exam.write(stage.folder / DRAWN)
                sources = alongside.finish(exam) if alongside else None
            except BaseException:
                if alongside:
                    alongside.stop()
                if not (stage.folder / DRAWN).exists():
                    stage.clear()
                raise
        if before is not None:
            kept, filled = unchanged(exam, before, out, bank, looks), filled_in(before, out, bank)
            keys = keys or any(name.startswith("keys/") for name in before.digests)  # what there is stays up to date
        if sources is None:
            sources = print_all(exam, exam.papers, len(exam.papers))
        if positions:
            exam = _with_positions(exam, bank, fonts, progress)
        digests = {**kept, **dict(_digests(stage.folder, exam))}
        if before is not None:
            sources |= {name: before.sources[name] for name in kept}
        exam = exam.model_copy(update={"digests": digests, "sources": sources})
        exam.write(stage.folder / FILE_NAME, readers)
        (stage.folder / DRAWN).unlink(missing_ok=True)
        EVERYONE.apply(stage.folder)
        if before is None:
            stage.finish()
            return Generated(exam, out, roster.remarks)
        stage.move_over(FILE_NAME, gone=gone_since(exam, before) - filled)
    new = len(digests) - len(kept)
    rest = ", the others have not changed" if kept else ""
    remark = f"{out} was brought up to date: {new} of {len(digests)} PDF files were written{rest}"
    return Generated(exam, out, (*roster.remarks, *changes_of(exam, before), remark), again=True)


def _asked(path: Path | None, makeup_of: Path | None) -> tuple[Blueprint, YamlSource, SealedExam | None]:
    """What is asked, the file that says so, and the exam that this one makes up for."""
    if makeup_of is None:
        assert path is not None, "an exam needs a blueprint"
        blueprint, source = read_blueprint(path)
        check_texts(blueprint, source)
        return blueprint, source, None
    sealed = makeup_of / FILE_NAME
    earlier = SealedExam.read(sealed)
    if path is None:
        return makeup_blueprint(earlier), YamlSource(sealed, {}, {}), earlier
    head, source = read_blueprint(path)
    images = {**earlier.images, **images_of(head.model_copy(update={"sections": ()}), source)}  # its logo
    return makeup_blueprint(earlier, head), source, earlier.model_copy(update={"images": images})


def _looks(fonts: Sequence[str | PathLike[str]]) -> str:
    """What decides how a document is set, besides what it says."""
    return f"{__version__} {templating.digest(ours=True)} {[str(font) for font in fonts]}"


def _fingerprint(
    key: bytes,
    path: Path,
    blueprint: Blueprint,
    roster: Roster,
    bank: Bank,
    options: tuple[int | str, ...],
    earlier: SealedExam | None,
) -> str:
    """What two runs must share so that one may go on where the other stopped."""
    named = (blueprint.logo, *(slot.image for _, slot in blueprint.slots if isinstance(slot, TextSlot)))
    images = [path.parent / name for name in named if name]
    parts = (
        path.read_bytes(),
        *((earlier.made_from.encode(),) if earlier else ()),
        blueprint.model_dump_json().encode(),
        repr(roster.students).encode("utf-8", "backslashreplace"),
        *(image.read_bytes() for image in images if image.is_file()),
    )
    given = (hashlib.sha256(part).hexdigest() for part in parts)
    return derive_key(key, "made from", *given, *options, json.dumps(versions(bank)), templating.digest()).hex()


def _drawn(folder: Path, name: str, fingerprint: str) -> SealedExam | None:
    """The exam that an earlier run of the same call left in a folder."""
    try:
        exam = SealedExam.read(folder / name)
    except (SealedError, SignatureError):
        return None
    return exam if exam.made_from == fingerprint else None


def _with_positions(
    exam: SealedExam, bank: Bank, fonts: Sequence[str | PathLike[str]], progress: Progress
) -> SealedExam:
    """The exam with where each answer box is on its page, for a scanner."""
    from examgen.rendering.fillable import box_places  # it takes a while to import

    def placed(paper: SealedPaper) -> SealedPaper:
        boxes: defaultdict[str, list[Box]] = defaultdict(list)
        for field in box_places(paper_document(exam, paper, bank), fonts):
            left, top, right, bottom = (round(corner, 2) for corner in field.corners)
            box = Box(page=field.page + 1, x=left, y=top, width=round(right - left, 2), height=round(bottom - top, 2))
            boxes[field.name.partition("-")[0]].append(box)
        questions = (
            question.model_copy(
                update={
                    "asks": tuple(ask.model_copy(update={"boxes": tuple(boxes[ask.label])}) for ask in question.asks)
                }
            )
            for question in paper.questions
        )
        return paper.model_copy(update={"questions": tuple(questions)})

    papers: list[SealedPaper] = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        waiting = [pool.submit(copy_context().run, placed, paper) for paper in exam.papers]
        for found in waiting:
            papers.append(found.result())
            progress("finding boxes", len(papers), len(exam.papers))
    return exam.model_copy(update={"papers": tuple(papers)})


def _accepted(exam: SealedExam, paper: SealedPaper) -> None:
    """What the roster says of extra time is refused before a paper is printed."""
    minutes_given(exam, paper)


class _Stopped(Exception):
    """No more papers are to be printed."""


class _Alongside:
    """Prints papers in a thread while others are still drawn."""

    def __init__(self, print_all: Callable[[SealedExam, Iterable[SealedPaper], int], dict[str, str]], of: int) -> None:
        self._print_all, self._of = print_all, of
        self._papers: SimpleQueue[SealedPaper | None] = SimpleQueue()
        self._pool = ThreadPoolExecutor(1, "printing")
        self._running: Future[dict[str, str]] | None = None
        self._stopped = False

    def put(self, exam: SealedExam, paper: SealedPaper) -> None:
        """Print a paper as soon as those before it are printed; an error of one of these is raised here."""
        _accepted(exam, paper)
        self._start(exam)
        if self._running is not None and self._running.done():
            self._running.result()
        self._papers.put(paper)

    def finish(self, exam: SealedExam) -> dict[str, str]:
        """Wait until all are printed; of every file, a digest of what it was made of."""
        self._start(exam)
        self._papers.put(None)
        assert self._running is not None
        return self._running.result()

    def stop(self) -> None:
        """Print no more, and wait for what is being printed."""
        self._stopped = True
        self._papers.put(None)
        self._pool.shutdown(wait=True)

    def _start(self, exam: SealedExam) -> None:
        if self._running is None:  # in this thread's context, which has the templates
            self._running = self._pool.submit(copy_context().run, self._print_all, exam, self._queued(), self._of)

    def _queued(self) -> Iterator[SealedPaper]:
        while (paper := self._papers.get()) is not None:
            if self._stopped:
                raise _Stopped
            yield paper


def _print_all(
    exam: SealedExam,
    papers: Iterable[SealedPaper],
    of: int,
    folder: Path,
    bank: Bank,
    readers: Access,
    progress: Progress,
    *,
    keys: bool,
    looks: str,
    fonts: Sequence[str | PathLike[str]] = (),
    left: Collection[str] = (),
) -> dict[str, str]:
    """Print what is not printed yet of so many papers, save what is left as it is; of every file, a digest of what it was made of."""
    for name, access in (("papers", EVERYONE), *((("keys", readers),) if keys else ()), ("answers", EVERYONE)):
        make_folder(folder / name, access)
    kinds = (False, True) if keys else (False,)
    files = of * len(kinds) - sum(not name.startswith("answers/") for name in left)
    sources: dict[str, str] = {}
    names: deque[tuple[str, bool]] = deque()
    done = 0

    def documents() -> Iterator[Paper]:
        nonlocal done
        for paper in papers:
            if (name := sheet_name(exam, paper)) not in left:
                writing.append(pool.submit(write_whole, folder / name, empty_sheet(exam, paper, bank).encode()))
            posed: tuple[PosedQuestion, ...] = ()
            for key in kinds:
                if (name := printed_name(exam, paper, key=key)) in left:
                    continue
                posed = posed or posed_on(exam, paper, bank)
                document = paper_document(exam, paper, bank, key=key, posed=posed)
                sources[name] = source_digest(document, looks)
                if (folder / name).exists():  # an interrupted run made it
                    done += 1
                    continue
                names.append((name, key))
                yield document

    writing: deque[Future[None]] = deque()
    with ThreadPoolExecutor(_WRITERS) as pool:  # to have a file on the disk takes the disk some time
        for pdf in render_papers(documents(), fonts):
            name, key = names.popleft()
            writing.append(pool.submit(write_whole, folder / name, pdf, readers if key else EVERYONE))
            while writing and writing[0].done():
                writing.popleft().result()
            done += 1
            progress("printing", done, files)
    for written in writing:
        written.result()
    return sources


_WRITERS = 4


def _digests(folder: Path, exam: SealedExam) -> Iterator[tuple[str, str]]:
    for paper in exam.papers:
        for key in (False, True):
            if (path := folder / (name := printed_name(exam, paper, key=key))).exists():
                yield name, hashlib.sha256(path.read_bytes()).hexdigest()


def changed_files(folder: Path, exam: SealedExam) -> Iterator[str]:
    """What was printed and is no longer as it was printed, a sentence each; files that were moved away are none."""
    for name, digest in sorted(exam.digests.items()):
        path = folder / name
        try:
            content = path.read_bytes() if path.exists() else None
        except OSError as error:
            yield f"{path}: {error.strerror}"
            continue
        if content is not None and hashlib.sha256(content).hexdigest() != digest:
            yield f"{path}: it was changed after it was printed and sealed; the sealed exam is valid, the file is not"
