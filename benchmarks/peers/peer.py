"""What the opponents share: command line, rounds of timing, the serve loop. README.md explains."""
from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable

from problem import HEADS, Problem, Shape

# The update: those of `trpo bench update`.
MAX_KL = 0.01
DAMPING = 0.1
ITERATIONS = 10
TRIALS = 10
BACKTRACK = 0.8

# Exit codes.
FAILED = 1
USAGE = 2
MISSING = 3

# Shares of a vector's length by which two ways to it may differ. In single precision some hundred
# roundings of the sums of thousands of rows; a wrong formula shows in the first digits.
DOUBLE_SHARE = 1e-10
SINGLE_SHARE = 1e-4

# What a line asks for that is about no operation of TRPO: how good the BLAS is.
MATRIX_PRODUCT = "matrix-product"

# Worker threads spin for a while after their work: an answer waits until the cores are free again.
CALM_SECONDS = 0.05


class Disagreement(Exception):
    """Two ways to the same numbers gave different ones: nothing may be timed."""


@dataclass
class Operation:
    """A thing to time: every run does the same work. Details are what one run came to."""
    run: Callable[[], Any]
    details: Callable[[], dict] = field(default=dict)


class Peer:
    """An opponent. What it times, it has verified."""

    # "OP VARIANT" of all it can time.
    variants: tuple[str, ...] = ()

    def facts(self) -> dict:
        """Name, version, device: they stand in every line."""
        raise NotImplementedError

    def verify(self, problem: Problem, double: bool) -> None:
        """Compares its ways to the same numbers; in double precision with dense matrices too."""
        raise NotImplementedError

    def create(self, problem: Problem, op: str, variant: str) -> Operation:
        """An operation in single precision, prepared and ready to run."""
        raise NotImplementedError

    def exact(self, problem: Problem) -> dict:
        """Gradient and Fisher-vector product without damping, NumPy arrays in double precision."""
        raise NotImplementedError

    def objections(self) -> list[str]:
        """What makes it slower here than it has to be."""
        return []

    def matrix_product(self, rows: int, inner: int, columns: int) -> Callable[[], Any]:
        """A product of two matrices in single precision."""
        raise NotImplementedError

    def turn(self, run: Callable[[], Any], seconds: float) -> list[float]:
        """Runs until the time is over, at least once. Returns the seconds of each run."""
        times, begin = [], time.perf_counter()
        while not times or time.perf_counter() - begin < seconds:
            before = time.perf_counter()
            run()
            times.append(time.perf_counter() - before)
        return times


def check(what: str, expected, actual, share: float) -> None:
    """Compares two vectors by the length of their difference."""
    import numpy as np
    expected, actual = np.asarray(expected, float), np.asarray(actual, float)
    difference, length = np.linalg.norm(expected - actual), np.linalg.norm(expected)
    if not difference <= share * length:
        raise Disagreement(
            f"{what}: {difference:.2e} apart, allowed is {share:.0e} of {length:.2e}")


def parse(description: str) -> argparse.Namespace:
    """Reads the command line and sets the number of threads: before a framework is loaded."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    add = parser.add_argument
    add("--shape", default="17-64-64-6", help="widths; tanh between layers (17-64-64-6)")
    add("--rows", type=int, default=5000, help="samples of the batch (5000)")
    add("--head", default=HEADS[0], choices=HEADS)
    add("--device", default="cpu", choices=("cpu", "cuda"))
    add("--threads", type=int, help="on the CPU; else OMP_NUM_THREADS, else all")
    add("--only", default="", metavar="OP", help="what to time: fvp, or 'fvp hand-derived'")
    add("--rounds", type=int, default=9, help="turns of each operation (9)")
    add("--turn", type=float, default=0.2, help="seconds of a turn (0.2)")
    add("--serve", action="store_true", help="for each line OP VARIANT SHAPE ROWS [HEAD] one turn")
    add("--check-blas", type=float, nargs="?", const=50.0, metavar="GFLOPS",
        help="fail if a product of matrices is slower than this (50), or the BLAS a poor one")
    add("--dump", type=Path, metavar="FILE", help="write a problem and its results in float64")
    options = parser.parse_args()
    try:
        options.shape = Shape.parse(options.shape, options.head)
    except ValueError as mistake:
        parser.error(str(mistake))
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if options.threads is None:
        options.threads = int(os.environ.get("OMP_NUM_THREADS") or available or 1)
    if min(options.rows, options.rounds, options.threads) < 1:
        parser.error("--rows, --rounds and --threads are at least 1")
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(options.threads)
    return options


def missing(why: str) -> None:
    """Ends the program: what it measures is not to be had here."""
    print(f"{Path(sys.argv[0]).name}: {why}", file=sys.stderr)
    sys.exit(MISSING)


def main(peer: Peer, options: argparse.Namespace) -> int:
    """Verifies, and does what the command line asks for."""
    for objection in peer.objections():
        print(f"warning: {objection}", file=sys.stderr)
    try:
        for head in HEADS:
            peer.verify(Problem.rough(Shape((5, 7, 4, 3), head), 11), double=True)
        if options.dump:
            return _dump(peer, options)
        if options.check_blas is not None:
            return _check_blas(peer, options)
        return (_serve if options.serve else _measure)(peer, options)
    except Disagreement as disagreement:
        print(f"disagreement: {disagreement}", file=sys.stderr)
        return FAILED


def _say(line: dict) -> None:
    print(json.dumps(line), flush=True)


def _facts(peer: Peer, problem: Problem, name: str, options) -> dict:
    op, variant = name.split()
    return {
        "op": op, "variant": variant, "shape": str(problem.shape), "rows": problem.rows,
        "head": problem.shape.head, "threads": options.threads, **peer.facts()}


def _verified(peer: Peer, shape: Shape, rows: int) -> Problem:
    problem = Problem.fresh(shape, rows)
    peer.verify(problem, double=False)
    return problem


def _measure(peer: Peer, options) -> int:
    chosen = [name for name in peer.variants if f"{name} ".startswith(f"{options.only} ".lstrip())]
    if not chosen:
        print(f"nothing is called {options.only!r}: {', '.join(peer.variants)}", file=sys.stderr)
        return USAGE
    problem = _verified(peer, options.shape, options.rows)
    operations = {name: peer.create(problem, *name.split()) for name in chosen}
    for operation in operations.values():
        peer.turn(operation.run, options.turn)
    turns: dict[str, list[list[float]]] = {name: [] for name in chosen}
    for _ in range(options.rounds):
        for name, operation in operations.items():
            turns[name].append(peer.turn(operation.run, options.turn))
    for name, operation in operations.items():
        _say({
            **_facts(peer, problem, name, options), "rounds": options.rounds,
            "median_seconds": statistics.median(map(statistics.median, turns[name])),
            "min_seconds": min(map(min, turns[name])), **operation.details()})
    return 0


def _serve(peer: Peer, options) -> int:
    problems: dict[tuple, Problem] = {}
    operations: dict[str, Operation] = {}
    for line in sys.stdin:
        if line.strip() == MATRIX_PRODUCT:
            _say(_matrix_product(peer, options))
            continue
        try:
            op, variant, widths, rows, head = (line.split() + [HEADS[0]])[:5]
            shape, rows, name = Shape.parse(widths, head), int(rows), f"{op} {variant}"
            if name not in peer.variants or rows < 1:
                raise ValueError(f"nothing is called {name!r}: {', '.join(peer.variants)}")
        except ValueError as mistake:
            _say({"error": f"expected OP VARIANT SHAPE ROWS [HEAD]: {mistake}"})
            continue
        if (shape, rows) not in problems:
            problems[shape, rows] = _verified(peer, shape, rows)
        problem, key = problems[shape, rows], f"{name} {shape} {rows} {head}"
        if key not in operations:
            operations[key] = peer.create(problem, op, variant)
            peer.turn(operations[key].run, options.turn)
        times = peer.turn(operations[key].run, options.turn)
        time.sleep(CALM_SECONDS)
        _say({
            **_facts(peer, problem, name, options), "repetitions": len(times),
            "seconds": statistics.median(times), "min_seconds": min(times),
            **operations[key].details()})
    return 0


def _matrix_product(peer: Peer, options) -> dict:
    rows, inner, columns = 4096, 256, 256
    run = peer.matrix_product(rows, inner, columns)
    peer.turn(run, options.turn)
    times = peer.turn(run, options.turn)
    time.sleep(CALM_SECONDS)
    return {
        "op": MATRIX_PRODUCT, "shape": f"{rows}x{inner}x{columns}", "threads": options.threads,
        "gflops": round(2e-9 * rows * inner * columns / min(times), 1),
        "seconds": statistics.median(times), "min_seconds": min(times), **peer.facts()}


def _check_blas(peer: Peer, options) -> int:
    answer = _matrix_product(peer, options)
    rate = answer["gflops"]
    _say({**answer, "required": options.check_blas})
    if rate < options.check_blas:
        print(f"a product of matrices reaches {rate:.1f} GFLOP/s, less than the "
              f"{options.check_blas:g} asked for", file=sys.stderr)
    return FAILED if rate < options.check_blas or peer.objections() else 0


def _dump(peer: Peer, options) -> int:
    problem = Problem.rough(options.shape, options.rows)
    inputs = (
        "parameters", "observations", "actions", "advantages", "log_probabilities", "direction")
    arrays = {**{name: getattr(problem, name) for name in inputs}, **peer.exact(problem)}
    facts = {
        "shape": str(problem.shape), "head": problem.shape.head, "rows": problem.rows,
        "made_by": "{peer} {version}".format(**peer.facts())}
    values = {**facts, **{name: array.ravel().tolist() for name, array in arrays.items()}}
    lines = [f'  "{name}": {json.dumps(value)}' for name, value in values.items()]
    options.dump.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return 0
