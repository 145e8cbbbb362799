"""Times TRPO's operations in JAX, on the CPU or a CUDA device. README.md explains.

Fisher products as the tangent of the gradient of the KL divergence, linearised anew for each
product or once; the gradient; whole updates as one compiled call.
"""
from __future__ import annotations

import math
import os
import sys
from functools import partial
from typing import Any, Callable, NamedTuple

import peer
from problem import Problem, Shape, split

if __name__ == "__main__":
    OPTIONS = peer.parse(__doc__)
    if hasattr(os, "sched_setaffinity"):
        # XLA has as many threads as there are processors that this process may use.
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:OPTIONS.threads])
try:
    import jax
except ImportError:
    peer.missing("needs JAX (pip install jax, or for a CUDA device jax[cuda13])")

import jax.numpy as jnp
from jax import lax

# Both precisions; what is float32 stays so. Products of matrices in full float32, never in tf32.
jax.config.update("jax_enable_x64", True)
jax.config.update("jax_default_matmul_precision", "highest")

KINDS = ("jvp-of-grad", "linearize")


class Batch(NamedTuple):
    """Arrays [B,...]."""
    observations: Any
    actions: Any
    advantages: Any
    log_probabilities: Any


def outputs(parameters, observations):
    """Of the network; parameters are those that split returns."""
    hidden = observations
    for weights, bias in parameters[0][:-1]:
        hidden = jnp.tanh(hidden @ weights + bias)
    weights, bias = parameters[0][-1]
    return hidden @ weights + bias


def log_probability(head: str, rows, free, actions):
    """[B], of rows of network outputs and the free parameters."""
    if head == "categorical":
        return jnp.take_along_axis(jax.nn.log_softmax(rows), actions[:, None], axis=1)[:, 0]
    z = (actions - rows) * jnp.exp(-free)
    constant = 0.5 * math.log(2 * math.pi) * rows.shape[1]
    return -0.5 * jnp.sum(z * z, axis=1) - jnp.sum(free) - constant


def mean_kl(head: str, old_rows, old_free, rows, free):
    """Of the new distribution from the old one, over rows."""
    if head == "categorical":
        old = jax.nn.log_softmax(old_rows)
        return jnp.mean(jnp.sum(jnp.exp(old) * (old - jax.nn.log_softmax(rows)), axis=1))
    moved = jnp.exp(2 * old_free) + (old_rows - rows) ** 2
    each = free - old_free + 0.5 * moved * jnp.exp(-2 * free) - 0.5
    return jnp.mean(jnp.sum(each, axis=1))


def surrogate(head: str, parameters, batch: Batch):
    """-mean(ratio * advantage)."""
    now = log_probability(
        head, outputs(parameters, batch.observations), parameters[1], batch.actions)
    return -jnp.mean(jnp.exp(now - batch.log_probabilities) * batch.advantages)


def divergence(head: str, old_rows, old_free, parameters, batch: Batch):
    return mean_kl(head, old_rows, old_free, outputs(parameters, batch.observations), parameters[1])


def flatten(parameters):
    """The inverse of split."""
    layers, free = parameters
    return jnp.concatenate([part.ravel() for layer in layers for part in layer] + [free])


def gradient(shape: Shape, flat, batch: Batch):
    """Loss and gradient."""
    loss, slopes = jax.value_and_grad(partial(surrogate, shape.head))(split(flat, shape), batch)
    return loss, flatten(slopes)


def fisher(shape: Shape, kind: str, flat, batch: Batch) -> Callable:
    """v -> F v at these parameters."""
    parameters = split(flat, shape)
    old_rows = outputs(parameters, batch.observations)

    def slopes(parameters):
        of = partial(divergence, shape.head, old_rows, split(flat, shape)[1])
        return jax.grad(of)(parameters, batch)

    if kind == "linearize":
        tangent = jax.linearize(slopes, parameters)[1]
    else:
        def tangent(direction):
            return jax.jvp(slopes, (parameters,), (direction,))[1]

    return lambda direction: flatten(tangent(split(direction, shape)))


def conjugate_gradient(product: Callable, b):
    """Solves from zero by a fixed number of products. Returns x and b - A x."""
    def step(_, state):
        x, residual, direction, squared = state
        applied = product(direction) + peer.DAMPING * direction
        length = squared / jnp.dot(direction, applied)
        x, residual = x + length * direction, residual - length * applied
        after = jnp.dot(residual, residual)
        return x, residual, residual + (after / squared) * direction, after

    start = (jnp.zeros_like(b), b, b, jnp.dot(b, b))
    x, residual, _, _ = lax.fori_loop(0, peer.ITERATIONS, step, start)
    return x, residual


def update(shape: Shape, kind: str, flat, batch: Batch):
    """Returns the parameters after it, trials of the line search (0: none accepted), and KL."""
    start_loss, b = gradient(shape, flat, batch)
    solution, residual = conjugate_gradient(fisher(shape, kind, flat, batch), b)
    curvature = jnp.dot(solution, b - residual)
    full_step = jnp.sqrt(2 * peer.MAX_KL / curvature) * solution
    old = split(flat, shape)
    old_rows = outputs(old, batch.observations)

    def searching(state):
        trial, _, _, _, accepted = state
        return (trial < peer.TRIALS) & ~accepted

    def attempt(state):
        trial, fraction, _, _, _ = state
        candidate = flat - fraction * full_step
        parameters = split(candidate, shape)
        loss = surrogate(shape.head, parameters, batch)
        moved = divergence(shape.head, old_rows, old[1], parameters, batch)
        accepted = (moved <= peer.MAX_KL) & (loss < start_loss)
        return trial + 1, fraction * peer.BACKTRACK, candidate, moved, accepted

    nothing = jnp.zeros_like(start_loss)
    start = (jnp.int32(0), jnp.ones_like(start_loss), flat, nothing, jnp.bool_(False))
    trials, _, candidate, moved, accepted = lax.while_loop(searching, attempt, start)
    return (jnp.where(accepted, candidate, flat), jnp.where(accepted, trials, 0),
            jnp.where(accepted, moved, nothing))


class JaxPeer(peer.Peer):
    variants = (
        "fvp jvp-of-grad", "fvp linearize", "gradient grad", "update jvp-of-grad",
        "update linearize")

    def __init__(self, device: str):
        try:
            self.device = jax.devices(device)[0]
        except RuntimeError:
            peer.missing(f"this JAX finds no {device} device")
        jax.config.update("jax_default_device", self.device)

    def facts(self) -> dict:
        return {
            "peer": "jax", "version": jax.__version__, "device": self.device.device_kind,
            "dtype": "float32"}

    def verify(self, problem: Problem, double: bool) -> None:
        shape, share = problem.shape, peer.DOUBLE_SHARE if double else peer.SINGLE_SHARE
        flat, batch, direction = self._arrays(problem, jnp.float64 if double else jnp.float32)
        of = f"{shape} {shape.head}"
        products = [fisher(shape, kind, flat, batch)(direction) for kind in KINDS]
        peer.check(f"Fisher products of {of}, both ways", *products, share)
        if double:
            peer.check(
                f"dense J'MJ and Fisher product of {of}",
                dense_fisher(shape, flat, batch) @ direction, products[0], share)
            product, (_, b) = fisher(shape, KINDS[0], flat, batch), gradient(shape, flat, batch)
            x, residual = conjugate_gradient(product, b)
            peer.check(
                f"gradient and A x + residual of {of}", b,
                product(x) + peer.DAMPING * x + residual, share)
            results = [jax.jit(partial(update, shape, kind))(flat, batch) for kind in KINDS]
            peer.check(f"updated parameters of {of}", results[0][0], results[1][0], share)
            if min(int(result[1]) for result in results) < 1:
                raise peer.Disagreement(f"an update of {of} was not accepted")

    def create(self, problem: Problem, op: str, variant: str) -> peer.Operation:
        shape = problem.shape
        flat, batch, direction = self._arrays(problem, jnp.float32)
        if op == "gradient":
            call = partial(jax.jit(partial(gradient, shape)), flat, batch)
        elif op == "update":
            call = partial(jax.jit(partial(update, shape, variant)), flat, batch)
        elif variant == "linearize":
            call = partial(jax.jit(fisher(shape, variant, flat, batch)), direction)
        else:
            whole = jax.jit(lambda flat, batch, v: fisher(shape, variant, flat, batch)(v))
            call = partial(whole, flat, batch, direction)

        def last() -> dict:
            if op != "update":
                return {}
            _, trials, moved = call()
            return {"trials": int(trials), "kl": float(moved)}

        return peer.Operation(call, last)

    def exact(self, problem: Problem) -> dict:
        import numpy as np
        flat, batch, direction = self._arrays(problem, jnp.float64)
        product = fisher(problem.shape, "jvp-of-grad", flat, batch)(direction)
        return {
            "gradient": np.asarray(gradient(problem.shape, flat, batch)[1]),
            "product": np.asarray(product)}

    def matrix_product(self, rows: int, inner: int, columns: int) -> Callable[[], Any]:
        left, right = jnp.ones((rows, inner), jnp.float32), jnp.ones((inner, columns), jnp.float32)
        product = jax.jit(jnp.matmul)
        return lambda: product(left, right)

    def turn(self, run: Callable[[], Any], seconds: float) -> list[float]:
        """On a CUDA device the mean of many, so that a run need not wait for the one before it."""
        def wait() -> None:
            jax.block_until_ready(run())

        if self.device.platform == "cpu":
            return super().turn(wait, seconds)
        wait()
        count = max(1, min(10_000, round(seconds / super().turn(wait, 0)[0])))

        def many() -> None:
            for _ in range(count - 1):
                run()
            wait()

        return [super().turn(many, 0)[0] / count]

    @staticmethod
    def _arrays(problem: Problem, dtype) -> tuple[Any, Batch, Any]:
        discrete = problem.shape.head == "categorical"
        batch = Batch(
            jnp.asarray(problem.observations, dtype),
            jnp.asarray(problem.actions, jnp.int32 if discrete else dtype),
            jnp.asarray(problem.advantages, dtype), jnp.asarray(problem.log_probabilities, dtype))
        return jnp.asarray(problem.parameters, dtype), batch, jnp.asarray(problem.direction, dtype)


def dense_fisher(shape: Shape, flat, batch: Batch):
    """mean_b J' M J, [P,P], from the Jacobian of each row's distribution parameters."""
    def distribution(flat):
        parameters = split(flat, shape)
        rows = outputs(parameters, batch.observations)
        free = jnp.broadcast_to(parameters[1], (len(rows), shape.free))
        return jnp.concatenate([rows, free], axis=1)

    jacobians, rows = jax.jacrev(distribution)(flat), distribution(flat)
    if shape.head == "categorical":
        chances = jax.nn.softmax(rows)
        metrics = jax.vmap(jnp.diag)(chances) - chances[:, :, None] * chances[:, None, :]
    else:
        precisions = jnp.exp(-2 * rows[:, shape.widths[-1]:])
        metrics = jax.vmap(jnp.diag)(
            jnp.concatenate([precisions, jnp.full_like(precisions, 2)], axis=1))
    return jnp.einsum("bip,bij,bjq->pq", jacobians, metrics, jacobians) / len(rows)


if __name__ == "__main__":
    sys.exit(peer.main(JaxPeer(OPTIONS.device), OPTIONS))
