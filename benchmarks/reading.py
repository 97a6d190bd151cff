"""How well answers are read: a corpus of what students write, made without the readers (tests/answers/writings.py), by answer type.

    python benchmarks/reading.py [--json] [--more 20] [--seed 0] [--show]

``--more`` draws so many further values of each sort; ``--show`` prints what was not read though it is clear.
"""

from __future__ import annotations

import argparse
import json
import runpy
import time
from pathlib import Path

CORPUS = Path(__file__).parents[1] / "tests" / "answers" / "corpus.py"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--more", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    corpus = runpy.run_path(str(CORPUS))
    found = list(corpus["writings"].writings(options.seed, options.more))
    start = time.perf_counter()
    results = list(corpus["outcomes"](found))
    seconds = time.perf_counter() - start
    rows = []
    for name, counted in corpus["by_type"](results).items():
        clear = sum(counted[result] for result in corpus["CLEAR"])
        rows.append(
            {
                "type": name,
                "clear": clear,
                "silently wrong": counted[corpus["WRONG"]],
                "refused %": 100 * counted[corpus["REFUSED"]] / clear,
                "doubtful %": 100 * counted[corpus["DOUBTFUL"]] / clear,
                "to be refused": counted[corpus["RIGHTLY"]] + counted[corpus["TOO_MUCH"]],
                "read all the same": counted[corpus["TOO_MUCH"]],
            }
        )
    if options.json:
        print(json.dumps({"writings": len(found), "seconds": seconds, "types": rows}, indent=1))
        return
    print(f"{'answer type':22}{'clear':>7}{'wrong':>7}{'refused':>9}{'doubtful':>10}{'to refuse':>11}{'read':>6}")
    for row in rows:
        print(
            f"{row['type']:22}{row['clear']:7}{row['silently wrong']:7}{row['refused %']:8.1f}%{row['doubtful %']:9.1f}%"
            f"{row['to be refused']:11}{row['read all the same']:6}"
        )
    print(f"{len(found):,} writings, {1000 * seconds / len(found):.2f} ms each, the building of the grammars included")
    if options.show:
        for writing, result in results:
            if result in (corpus["REFUSED"], corpus["DOUBTFUL"]):
                print(f"{result}: {writing.type}, {writing.kind}: {writing.text!r}")


if __name__ == "__main__":
    main()
