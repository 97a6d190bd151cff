"""Keras and TensorFlow, imported when something is first asked: silently, on one thread, and stopped when the process ends.

The only module that imports them.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import gc
import importlib.abc
import mmap
import os
import re
import sys
import tempfile
import threading
import typing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from examgen import garbage
from examgen.errors import UserError

_ROUNDS = 16
"""A search for garbage pays after so many rounds of work."""
_SMAPS = Path("/proc/self/smaps")
"""What Linux says of the memory of this process."""
_PATIENCE = 30
"""Seconds that the end of the process waits for a thread that is inside Keras."""


class KerasUnavailable(UserError):
    """Keras or TensorFlow cannot be imported on this machine, so nothing can be witnessed."""


@dataclass(frozen=True)
class Libraries:
    """What the oracle works with; they ship no types that mypy could check."""

    keras: Any
    tf: Any
    np: Any


class _Turn:
    """One thread at a time is inside Keras; when the process ends, the one that is there leaves first.

    A thread that the interpreter abandons inside TensorFlow takes the whole process down with it (exit code 134).
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._ending = False
        atexit.register(self._end)

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def check(self) -> None:
        """Leave here if the process is ending.

        Raises:
            SystemExit: it is; in a thread this ends the thread, and nothing else.
        """
        if self._ending and threading.current_thread() is not threading.main_thread():
            raise SystemExit

    def _end(self) -> None:
        self._ending = True
        self._lock.acquire(timeout=_PATIENCE)  # and keep it: nobody goes in any more


turn = _Turn()


def libraries() -> Libraries:
    """Keras, TensorFlow and numpy.

    Raises:
        KerasUnavailable: they cannot be imported.
    """
    with turn:
        try:
            return _loaded()
        except Exception as error:  # a broken installation fails in every way
            if _interrupted(error):
                raise KeyboardInterrupt from None
            raise KerasUnavailable(f"Keras cannot be loaded, and without it no answer is witnessed: {error}") from error


def _interrupted(error: BaseException) -> bool:
    """Whether an import failed because of Ctrl-C, which extension modules turn into an error of their own."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        if isinstance(cause, KeyboardInterrupt):
            return True
        seen.add(id(cause))
        cause = cause.__cause__ or cause.__context__
    return False


def load() -> None:
    """Import Keras now, so that the first answer need not wait for it."""
    libraries()


def load_for_nobody_else() -> None:
    """Import Keras in a process that does nothing with it but what is done here: without what saves models and reads images.

    Modules of TensorFlow that only hand on names are executed when one of these names is used, which hardly ever happens.
    The half a million objects that come with it stay: to look through them for garbage again and again takes a seventh of the time.
    So do most of those that are made later, and a search among them finds next to nothing: see `forget`.
    """
    if not _loaded.cache_info().currsize:
        _left_out.update(_SAVING)
        _postponed.add(_NAMES)
        with garbage.not_collected():
            load()
            _give_back_what_loading_read()
            gc.freeze()
        garbage.collect_seldom(2_000_000)


def _give_back_what_loading_read() -> None:
    """Let go of the parts of TensorFlow's libraries that were only read in order to load them: of 360 MB the work needs 80.

    These pages are unchanged parts of files; the system reads one again when it is needed. On other systems than Linux they stay.
    """
    with contextlib.suppress(OSError, AttributeError):
        unchanged = _unchanged(_SMAPS.read_text(encoding="utf-8", errors="replace"))
        madvise = ctypes.CDLL(None).madvise
        madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
        for start, end in unchanged:
            madvise(start, end - start, mmap.MADV_DONTNEED)


def _unchanged(smaps: str) -> Iterator[tuple[int, int]]:
    """The address ranges of TensorFlow's libraries that nobody may write to and no page of which was ever changed."""
    mappings = re.split(r"^(?=[0-9a-f]+-[0-9a-f]+ )", smaps, flags=re.MULTILINE)
    for mapping in mappings:
        library = re.match(r"([0-9a-f]+)-([0-9a-f]+) r-[-x]p \S+ \S+ [1-9]\d* +/.*/tensorflow/.*\.so[\d.]*\n", mapping)
        if library and re.search(r"^Anonymous: +0 kB$", mapping, flags=re.MULTILINE):
            yield int(library[1], 16), int(library[2], 16)


def float_operations(graph: Any) -> Sequence[Any]:
    """The operations of a graph, each with the floating-point operations that TensorFlow counts for it.

    The public name, ``tf.compat.v1.profiler``, comes with a thousand modules: half a second and 100 MB.
    """
    from tensorflow.python.profiler.model_analyzer import profile
    from tensorflow.python.profiler.option_builder import ProfileOptionBuilder

    options = ProfileOptionBuilder(ProfileOptionBuilder.float_operation()).with_empty_output().build()
    return profile(graph, options=options).children  # type: ignore[no-any-return]


def forget(rounds: int) -> None:
    """Let go of what the last of so many rounds of work left in circles, such as Keras's models, which only a search finds.

    What the first round has imported and keeps is put aside, so that the search takes a tenth of a second.
    """
    if rounds == 1:
        gc.freeze()
    elif rounds % _ROUNDS == 0:
        gc.collect()


def load_in_background() -> threading.Thread:
    """Import Keras while a person reads the question; a process that ends meanwhile stops it at its next import."""
    thread = threading.Thread(target=load, name="loading Keras", daemon=True)
    thread.start()
    return thread


@lru_cache(maxsize=1)
def _loaded() -> Libraries:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")  # one order of summation on every machine
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
    os.environ["KERAS_BACKEND"] = "tensorflow"
    with _silence(), _stopped_at_the_end(), garbage.not_collected(), _types_compiled_once():
        _bind_when_called()
        import keras
        import numpy as np
        import tensorflow as tf

        tf.get_logger().setLevel("ERROR")
        # Our tensors are tiny: more threads only wait for each other, and for those of every other process.
        with contextlib.suppress(RuntimeError):  # too late where a notebook has worked with TensorFlow before
            tf.config.threading.set_intra_op_parallelism_threads(1)
            tf.config.threading.set_inter_op_parallelism_threads(1)
        tf.zeros(()).numpy()  # starts the runtime, which has something to say of its own
    return Libraries(keras, tf, np)


def _bind_when_called() -> None:
    """Have the system look up a function of TensorFlow's libraries when it is first called: of 170 000 most never are.

    Python's own libraries are looked up before: TensorFlow brings an OpenSSL of its own, with functions of the same names.
    """
    spec = find_spec("tensorflow")
    folders = (spec and spec.submodule_search_locations) or ()
    with contextlib.suppress(ImportError, OSError, AttributeError):
        for library in (path for folder in folders for path in Path(folder).glob("libtensorflow_*.so.*")):
            import hashlib  # noqa: F401
            import ssl  # noqa: F401

            dlopen = ctypes.CDLL(None).dlopen
            dlopen.argtypes, dlopen.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
            dlopen(os.fsencode(library), os.RTLD_LAZY)


@contextlib.contextmanager
def _types_compiled_once() -> Iterator[None]:
    """Have `typing` compile each name once that stands for a type: TensorFlow names two dozen of its own 14 000 times."""
    vars(typing)["compile"] = lru_cache(maxsize=None)(compile)
    try:
        yield
    finally:
        del vars(typing)["compile"]


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Catch what C++ code writes to file descriptor 2; it is shown only if an error leaves the block, not on Ctrl-C."""
    sys.stderr.flush()
    kept = os.dup(2)
    with tempfile.TemporaryFile() as said:
        os.dup2(said.fileno(), 2)
        try:
            yield
        except Exception as error:
            os.dup2(kept, 2)
            if not _interrupted(error):
                said.seek(0)
                sys.stderr.write(said.read().decode(errors="replace"))
            raise
        finally:
            os.dup2(kept, 2)
            os.close(kept)


_left_out = {"pandas", "scipy"}
"""What Keras and TensorFlow use where it is installed, and nothing here ever needs; to import it is a sixth of the wait."""
_SAVING = ("IPython", "PIL", "h5py", "requests")
"""The same, where nobody else works with Keras in this process."""
_NAMES = "tensorflow._api.v2."
"""The package whose modules hand on the names of other modules of TensorFlow, such as ``tf.audio``: a quarter of the wait."""
_EXPORT, _WRAPPED = "tensorflow.python.util.tf_export", "tensorflow.python.framework.ops"
"""Where TensorFlow wraps 1 200 operations so that they take no argument without its name, a tenth of the wait, and who uses that."""
_postponed: set[str] = set()
"""The packages whose modules are executed when one of their names is used."""


class _WhenUsed(importlib.abc.Loader):
    """Hands on a name of a module when it is first asked for, without executing the module for the sake of one name.

    The module ``tf.nn`` imports all of an older Keras and SciPy, for three names that nobody here asks for.
    TensorFlow has folders with the names of some of these modules, such as ``tensorflow/distribute``. If one of them is imported as
    late as that, it must not take the module's place.
    """

    def __init__(self, loader: SourceFileLoader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        module.__getattr__ = partial(self._found, module)  # type: ignore[method-assign]

    def _found(self, module: ModuleType, name: str) -> object:
        library = vars(sys.modules["tensorflow"])
        handing_on = {name: each for name, each in library.items() if _hands_on(each)}
        home, own = self._home(module.__name__, name)
        with _silence():
            if home == module.__name__:
                vars(module)[name] = import_module(f"{home}.{own}")
            elif home:
                vars(module)[name] = getattr(import_module(home), own)
            elif vars(module).pop("__getattr__", None) is not None:
                self._loader.exec_module(module)
        library.update(handing_on)
        return getattr(module, name)

    def _home(self, module: str, name: str) -> tuple[str, str]:
        """Where a name comes from that a module hands on: the module, and the name there; empty if it is none of these."""
        found = _HANDED_ON.findall(self._loader.get_source(module) or "")
        return next(((home, own) for home, own, other in found if (other or own) == name), ("", ""))


_HANDED_ON = re.compile(r"^from (\S+) import (\w+)(?: as (\w+))?", re.MULTILINE)


def _hands_on(value: object) -> bool:
    return type(value) is ModuleType and value.__name__.startswith(_NAMES)  # no other: they may load something


class _Gate(importlib.abc.MetaPathFinder):
    """It is asked for every module, which makes thousands of places where loading can stop; it finds those that are postponed."""

    def __init__(self) -> None:
        self._loading = threading.get_ident()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        turn.check()
        if threading.get_ident() != self._loading:
            return None
        if fullname in _left_out:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        if fullname == _WRAPPED and _postponed and (export := sys.modules.get(_EXPORT)) is not None:
            vars(export).update(kwarg_only=lambda operation: operation)
        if fullname.startswith(tuple(_postponed)):
            spec = PathFinder.find_spec(fullname, path, target)
            if spec is not None and isinstance(spec.loader, SourceFileLoader):
                spec.loader = _WhenUsed(spec.loader)
            return spec
        return None


@contextlib.contextmanager
def _stopped_at_the_end() -> Iterator[None]:
    gate = _Gate()
    sys.meta_path.insert(0, gate)
    try:
        yield
    finally:
        sys.meta_path.remove(gate)
