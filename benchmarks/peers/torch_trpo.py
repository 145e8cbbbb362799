"""Times TRPO's operations in PyTorch, on the CPU or a CUDA device. README.md explains.

Fisher products by double backpropagation with the graph kept, and by hand-derived equations; the
gradient; whole updates by either; as a first-order yardstick ten epochs of PPO.
"""
from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Callable

import peer
from problem import Problem

if __name__ == "__main__":
    OPTIONS = peer.parse(__doc__)       # before torch, whose thread pools read what this sets
try:
    import torch
except ImportError:
    peer.missing("needs PyTorch (apt-get install python3-torch, or pip install torch)")

from torch import Tensor
from torch_policies import AutogradPolicy, HandDerivedPolicy, Policy, Product, dense_fisher

EPOCHS = 10
CLIP = 0.2
POLICIES = {"double-backprop": AutogradPolicy, "hand-derived": HandDerivedPolicy}


def conjugate_gradient(product: Product, b: Tensor) -> tuple[Tensor, Tensor]:
    """Solves from zero by a number of products. Returns x and b - A x; reads nothing back."""
    x, residual, direction = torch.zeros_like(b), b.clone(), b.clone()
    squared = residual.dot(residual)
    for _ in range(peer.ITERATIONS):
        applied = product(direction).add(direction, alpha=peer.DAMPING)
        step = squared / direction.dot(applied)
        x.addcmul_(direction, step)
        residual.addcmul_(applied, step, value=-1)
        before, squared = squared, residual.dot(residual)
        direction.mul_(squared / before).add_(residual)
    return x, residual


def update(policy: Policy) -> tuple[int, float]:
    """A whole update. Returns the trials of the line search, 0 if none was accepted, and the KL."""
    gradient, loss, product = policy.differentiate()
    with torch.no_grad():
        solution, residual = conjugate_gradient(product, gradient)
        curvature = solution.dot(gradient - residual)
        full_step = solution.mul_(torch.sqrt(2 * peer.MAX_KL / curvature))
        start, start_loss, fraction = policy.flat.clone(), loss.item(), 1.0
        for trial in range(1, peer.TRIALS + 1):
            torch.sub(start, full_step, alpha=fraction, out=policy.flat)
            new_loss, divergence = policy.evaluate().tolist()
            if divergence <= peer.MAX_KL and new_loss < start_loss:
                return trial, divergence
            fraction *= peer.BACKTRACK
        policy.flat.copy_(start)
        return 0, 0.0


class ProximalUpdate:
    """PPO: epochs over the whole batch with the clipped loss and Adam."""

    def __init__(self, policy: AutogradPolicy):
        self.policy = policy
        fused = {"fused": True} if policy.flat.is_cuda else {}
        self.adam = torch.optim.Adam(policy.leaves, lr=3e-4, **fused)

    def __call__(self) -> None:
        policy = self.policy
        for _ in range(EPOCHS):
            now = policy.head.log_probability(policy.outputs(), policy.free, policy.actions)
            ratio = torch.exp(now - policy.log_probabilities)
            clipped = ratio.clamp(1 - CLIP, 1 + CLIP)
            gain = torch.minimum(ratio * policy.advantages, clipped * policy.advantages)
            self.adam.zero_grad(set_to_none=True)
            (-gain.mean()).backward()
            self.adam.step()


def loaded_blas() -> str:
    """Which of Debian's BLAS libraries this process has loaded, or what PyTorch was built with."""
    maps = Path("/proc/self/maps")
    files = maps.read_text() if maps.exists() else ""
    loaded = re.search(r"/((?:openblas|atlas|blis|blas)[\w-]*)/lib", files)
    built = re.search(r"BLAS_INFO=(\w+)", torch.__config__.show())
    return loaded[1] if loaded else built[1] if built else "unknown"


class TorchPeer(peer.Peer):
    variants = (
        "fvp double-backprop", "fvp hand-derived", "gradient backprop", "gradient hand-derived",
        "update double-backprop", "update hand-derived", "ppo backprop")

    def __init__(self, device: str, threads: int):
        torch.set_num_threads(threads)
        if device == "cuda" and not torch.cuda.is_available():
            peer.missing("this PyTorch finds no CUDA device")
        self.device = torch.device(device)
        self.blas = loaded_blas()

    def facts(self) -> dict:
        cuda = self.device.type == "cuda"
        name = torch.cuda.get_device_name(self.device) if cuda else "cpu"
        return {
            "peer": "torch", "version": torch.__version__, "device": name, "dtype": "float32",
            "blas": "cublas" if cuda else self.blas}

    def objections(self) -> list[str]:
        if self.device.type == "cuda" or self.blas != "openblas-pthread":
            return []
        return ["OpenBLAS has threads of its own here, which fight with PyTorch's and halve its "
                "speed: install libopenblas0-openmp and let it be libblas.so.3"]

    def verify(self, problem: Problem, double: bool) -> None:
        share = peer.DOUBLE_SHARE if double else peer.SINGLE_SHARE
        dtype = torch.float64 if double else torch.float32
        automatic, by_hand = (kind(problem, dtype, self.device) for kind in POLICIES.values())
        direction = torch.as_tensor(problem.direction, dtype=dtype, device=self.device)
        gradient, loss, product = automatic.differentiate()
        hand_gradient, hand_loss, hand_product = by_hand.differentiate()
        of = f"{problem.shape} {problem.shape.head}, double backprop and hand-derived"

        def check(what: str, expected: Tensor, actual: Tensor) -> None:
            peer.check(f"{what} of {of}", expected.cpu(), actual.cpu(), share)

        check("loss", loss.reshape(1), hand_loss.reshape(1))
        check("gradient", gradient, hand_gradient)
        check("Fisher product", product(direction), hand_product(direction))
        if double:
            expected = dense_fisher(automatic) @ direction
            check("dense J'MJ and Fisher product", expected, hand_product(direction))
            x, residual = conjugate_gradient(hand_product, hand_gradient)
            check("gradient and A x + residual", hand_gradient,
                  hand_product(x) + peer.DAMPING * x + residual)
            updated = [policy for policy in (automatic, by_hand) if update(policy)[0] > 0]
            if len(updated) < 2:
                raise peer.Disagreement(f"an update of {of} was not accepted")
            check("updated parameters", *(policy.flat for policy in updated))

    def create(self, problem: Problem, op: str, variant: str) -> peer.Operation:
        kind = POLICIES.get(variant, AutogradPolicy)
        policy = kind(problem, torch.float32, self.device)
        if op == "gradient":
            return peer.Operation(policy.gradient)
        if op == "fvp":
            direction, _, product = policy.differentiate()
            return peer.Operation(lambda: product(direction))
        start, last = policy.flat.clone(), {}
        proximal = ProximalUpdate(policy) if op == "ppo" else None

        # Every run starts from the same parameters.
        def run() -> None:
            with torch.no_grad():
                policy.flat.copy_(start)
            if proximal is None:
                last["trials"], last["kl"] = update(policy)
            else:
                proximal()

        return peer.Operation(run, lambda: last)

    def exact(self, problem: Problem) -> dict:
        policy = AutogradPolicy(problem, torch.float64, self.device)
        gradient, _, product = policy.differentiate()
        direction = torch.as_tensor(problem.direction, device=self.device)
        return {"gradient": gradient.cpu().numpy(), "product": product(direction).cpu().numpy()}

    def matrix_product(self, rows: int, inner: int, columns: int) -> Callable[[], Tensor]:
        left = torch.ones(rows, inner, device=self.device)
        right = torch.ones(inner, columns, device=self.device)
        result = torch.empty(rows, columns, device=self.device)
        return lambda: torch.mm(left, right, out=result)

    def turn(self, run: Callable[[], object], seconds: float) -> list[float]:
        """On a CUDA device between events, so that a run need not wait for the one before it."""
        if self.device.type != "cuda":
            return super().turn(run, seconds)
        torch.cuda.synchronize()
        once = self._between_events(run, 3)[-1]
        return self._between_events(run, max(1, min(10_000, round(seconds / once))))

    @staticmethod
    def _between_events(run: Callable[[], object], count: int) -> list[float]:
        events = [torch.cuda.Event(enable_timing=True) for _ in range(count + 1)]
        events[0].record()
        for event in events[1:]:
            run()
            event.record()
        torch.cuda.synchronize()
        return [1e-3 * begin.elapsed_time(end) for begin, end in zip(events, events[1:])]


if __name__ == "__main__":
    sys.exit(peer.main(TorchPeer(OPTIONS.device, OPTIONS.threads), OPTIONS))
