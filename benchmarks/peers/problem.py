"""Policies and samples that every peer works on, the same for all of them."""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

HEADS = ("gaussian", "categorical")


@dataclass(frozen=True)
class Shape:
    """A policy: widths from observations to outputs, tanh between layers, and a head."""
    widths: tuple[int, ...]
    head: str = "gaussian"

    @staticmethod
    def parse(text: str, head: str) -> Shape:
        widths = text.split("-")
        if len(widths) < 2 or not all(width.isdecimal() and int(width) > 0 for width in widths):
            raise ValueError(f"a shape is widths with hyphens, such as 17-64-64-6, not {text!r}")
        if head not in HEADS:
            raise ValueError(f"a head is one of {', '.join(HEADS)}, not {head!r}")
        return Shape(tuple(map(int, widths)), head)

    @property
    def layers(self) -> list[tuple[int, int]]:
        """Input and output width of each layer."""
        return list(zip(self.widths, self.widths[1:]))

    @property
    def free(self) -> int:
        """Parameters of the head: a Gaussian's log standard deviations."""
        return self.widths[-1] if self.head == "gaussian" else 0

    @property
    def parameter_count(self) -> int:
        return sum((inputs + 1) * outputs for inputs, outputs in self.layers) + self.free

    def __str__(self) -> str:
        return "-".join(map(str, self.widths))


@dataclass
class Problem:
    """NumPy arrays in float64, rows first; parameters lie as kernels/README.md says."""
    shape: Shape
    rows: int
    parameters: Any
    observations: Any
    actions: Any
    advantages: Any
    log_probabilities: Any
    direction: Any

    @staticmethod
    def fresh(shape: Shape, rows: int) -> Problem:
        """As training starts: orthogonal weights, a small last layer, recorded ratios of one."""
        return Problem.create(shape, rows, output_gain=0.01, noise=0)

    @staticmethod
    def rough(shape: Shape, rows: int) -> Problem:
        """One in which no term vanishes: ratios are not one, and neither are deviations."""
        return Problem.create(shape, rows, output_gain=1, noise=0.2)

    @staticmethod
    def create(shape: Shape, rows: int, output_gain: float, noise: float) -> Problem:
        import numpy as np
        random = np.random.default_rng(1)
        observations = hidden = random.standard_normal((rows, shape.widths[0]))
        parameters = []
        for index, (inputs, outputs) in enumerate(shape.layers):
            last = index == len(shape.layers) - 1
            tall = random.standard_normal((max(inputs, outputs), min(inputs, outputs)))
            basis = np.linalg.qr(tall)[0] * (output_gain if last else math.sqrt(2))
            weights = basis if inputs >= outputs else basis.T
            bias = noise * random.standard_normal(outputs)
            parameters += [weights.ravel(), bias]
            hidden = hidden @ weights + bias
            hidden = hidden if last else np.tanh(hidden)
        parameters.append(noise * random.standard_normal(shape.free))
        draw = _draw_gaussian if shape.head == "gaussian" else _draw_categorical
        actions, log_probabilities = draw(random, hidden, parameters[-1])
        return Problem(
            shape, rows, np.concatenate(parameters), observations, actions,
            random.standard_normal(rows), log_probabilities + noise * random.standard_normal(rows),
            random.standard_normal(shape.parameter_count))


def _draw_gaussian(random, means, log_deviations):
    import numpy as np
    z = random.standard_normal(means.shape)
    densities = -0.5 * z ** 2 - log_deviations - 0.5 * math.log(2 * math.pi)
    return means + np.exp(log_deviations) * z, densities.sum(1)


def _draw_categorical(random, logits, _):
    import numpy as np
    logs = logits - np.log(np.exp(logits).sum(1, keepdims=True))
    below = (np.exp(logs).cumsum(1) < random.random((len(logs), 1))).sum(1)
    actions = np.minimum(below, logits.shape[1] - 1)
    return actions, logs[np.arange(len(logs)), actions]


def split(flat, shape: Shape) -> tuple[list[tuple[Any, Any]], Any]:
    """Views of a flat vector of any framework: weights [in,out] and bias by layer, and the rest."""
    layers, begin = [], 0
    for inputs, outputs in shape.layers:
        middle = begin + inputs * outputs
        weights = flat[begin:middle].reshape(inputs, outputs)
        begin = middle + outputs
        layers.append((weights, flat[middle:begin]))
    return layers, flat[begin:]
