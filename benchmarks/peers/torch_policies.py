"""One policy on one batch, twice: differentiated by PyTorch, and by hand."""
from __future__ import annotations

from typing import Callable

import torch
from torch import Tensor

from problem import Problem, split
from torch_heads import HEADS

Product = Callable[[Tensor], Tensor]


class Policy:
    """Parameters as one flat vector, and the batch. The old distribution is that of gradient()."""

    def __init__(self, problem: Problem, dtype: torch.dtype, device: torch.device):
        def tensor(array) -> Tensor:
            return torch.as_tensor(array, dtype=dtype, device=device)

        self.shape = problem.shape
        self.rows = problem.rows
        self.head = HEADS[problem.shape.head]
        self.flat = tensor(problem.parameters).clone()
        self.observations = tensor(problem.observations)
        self.actions = self.head.actions(problem.actions, self.observations)
        self.advantages = tensor(problem.advantages)
        self.log_probabilities = tensor(problem.log_probabilities)

    def surrogate(self, outputs: Tensor, free: Tensor) -> Tensor:
        """-mean(ratio * advantage)."""
        now = self.head.log_probability(outputs, free, self.actions)
        return -(torch.exp(now - self.log_probabilities) * self.advantages).mean()


class AutogradPolicy(Policy):
    """Gradients and Fisher products as PyTorch derives them; the graph of the gradient is kept."""

    def __init__(self, problem: Problem, dtype: torch.dtype, device: torch.device):
        super().__init__(problem, dtype, device)
        # Leaves that lie in the flat vector: who writes there moves the policy.
        layers, free = split(self.flat, self.shape)
        self.layers = [tuple(part.detach().requires_grad_() for part in layer) for layer in layers]
        self.free = free.detach().requires_grad_()
        self.leaves = [part for layer in self.layers for part in layer]
        if self.shape.free > 0:
            self.leaves.append(self.free)

    def outputs(self) -> Tensor:
        hidden = self.observations
        for weights, bias in self.layers[:-1]:
            hidden = torch.tanh(torch.addmm(bias, hidden, weights))
        weights, bias = self.layers[-1]
        return torch.addmm(bias, hidden, weights)

    def gradient(self) -> tuple[Tensor, Tensor]:
        """Gradient of the surrogate loss, and the loss."""
        loss = self.surrogate(self.outputs(), self.free)
        return _flatten(torch.autograd.grad(loss, self.leaves)), loss.detach()

    def differentiate(self) -> tuple[Tensor, Tensor, Product]:
        """Gradient, loss and Fisher product from one forward pass."""
        outputs = self.outputs()
        self.old = outputs.detach(), self.free.detach().clone()
        loss = self.surrogate(outputs, self.free)
        gradient = _flatten(torch.autograd.grad(loss, self.leaves, retain_graph=True))
        divergence = self.head.mean_kl(*self.old, outputs, self.free)
        slopes = torch.autograd.grad(divergence, self.leaves, create_graph=True)

        def product(direction: Tensor) -> Tensor:
            layers, free = split(direction, self.shape)
            parts = [part for layer in layers for part in layer]
            parts += [free] if self.shape.free > 0 else []
            return _flatten(torch.autograd.grad(slopes, self.leaves, parts, retain_graph=True))

        return gradient, loss.detach(), product

    @torch.no_grad()
    def evaluate(self) -> Tensor:
        """Surrogate loss and mean KL, [2]."""
        outputs = self.outputs()
        divergence = self.head.mean_kl(*self.old, outputs, self.free)
        return torch.stack([self.surrogate(outputs, self.free), divergence])


class HandDerivedPolicy(Policy):
    """
    The equations of kernels/README.md, numbered as there, in place and into preallocated tensors.
    A call overwrites what the one before it returned.
    """

    def __init__(self, problem: Problem, dtype: torch.dtype, device: torch.device):
        super().__init__(problem, dtype, device)
        self.layers, self.free = split(self.flat, self.shape)
        self.gradient_vector = torch.empty_like(self.flat)
        self.product_vector = torch.empty_like(self.flat)

        def per_layer() -> list[Tensor]:
            return [self.flat.new_empty(self.rows, width) for width in self.shape.widths[1:]]

        self.activations = per_layer()
        self.slopes = per_layer()[:-1]
        self.work = per_layer()

    def forward(self, layers_out: list[Tensor]) -> Tensor:
        hidden = self.observations
        for index, (weights, bias) in enumerate(self.layers):
            torch.addmm(bias, hidden, weights, out=layers_out[index])          # (1)
            hidden = layers_out[index]
            if index < len(self.layers) - 1:
                hidden.tanh_()                                                 # (2)
        return hidden

    def backward(self, result: Tensor) -> None:
        """From the gradient with respect to the outputs, in self.work, to one of all parameters."""
        layers, _ = split(result, self.shape)
        for index in range(len(layers) - 1, -1, -1):
            weights, bias = layers[index]
            gradient = self.work[index]
            below = self.activations[index - 1] if index > 0 else self.observations
            torch.mm(below.t(), gradient, out=weights)                         # (6)
            torch.sum(gradient, 0, out=bias)
            if index > 0:
                torch.mm(gradient, self.layers[index][0].t(), out=self.work[index - 1])
                self.work[index - 1].mul_(self.slopes[index - 1])              # (7)

    @torch.no_grad()
    def gradient(self) -> tuple[Tensor, Tensor]:
        """Gradient of the surrogate loss, and the loss."""
        outputs = self.forward(self.activations)
        for slope, hidden in zip(self.slopes, self.activations):
            torch.mul(hidden, hidden, out=slope).neg_().add_(1)
        self.old = outputs, self.free.clone()
        now = self.head.log_probability(outputs, self.free, self.actions)
        weight = torch.exp(now - self.log_probabilities).mul_(self.advantages)
        loss = -weight.mean()
        scores, free_scores = self.head.score(outputs, self.free, self.actions)
        weight.mul_(-1 / self.rows)
        torch.mul(scores, weight[:, None], out=self.work[-1])                  # (4)
        self.backward(self.gradient_vector)
        torch.mv(free_scores.t(), weight, out=split(self.gradient_vector, self.shape)[1])
        return self.gradient_vector, loss

    @torch.no_grad()
    def differentiate(self) -> tuple[Tensor, Tensor, Product]:
        """Gradient, loss and Fisher product from one forward pass."""
        gradient, loss = self.gradient()
        metric = self.head.metric(*self.old)
        return gradient, loss, lambda direction: self.product(metric, direction)

    @torch.no_grad()
    def product(self, metric: tuple[Tensor, ...], direction: Tensor) -> Tensor:
        layers, free = split(direction, self.shape)
        below = self.observations
        for index, (weights, bias) in enumerate(layers):
            tangent = self.work[index]
            torch.addmm(bias, below, weights, out=tangent)                     # (8)
            if index > 0:
                tangent.addmm_(self.work[index - 1], self.layers[index][0])
            if index < len(layers) - 1:
                tangent.mul_(self.slopes[index])                               # (9)
                below = self.activations[index]
        self.head.apply_metric(metric, self.work[-1], self.rows)               # (10)
        self.backward(self.product_vector)
        torch.mul(free, self.head.free_metric, out=split(self.product_vector, self.shape)[1])
        return self.product_vector

    @torch.no_grad()
    def evaluate(self) -> Tensor:
        """Surrogate loss and mean KL, [2]."""
        outputs = self.forward(self.work)
        divergence = self.head.mean_kl(*self.old, outputs, self.free)
        return torch.stack([self.surrogate(outputs, self.free), divergence])


def dense_fisher(policy: AutogradPolicy) -> Tensor:
    """mean_b J' M J, [P,P], from the Jacobian of each row."""
    parameters = sum(leaf.numel() for leaf in policy.leaves)
    outputs, fisher = policy.outputs(), policy.flat.new_zeros(parameters, parameters)
    for row in outputs:
        slopes = [torch.autograd.grad(value, policy.leaves, retain_graph=True, allow_unused=True)
                  for value in [*row, *policy.free]]
        jacobian = torch.stack([
            _flatten([torch.zeros_like(leaf) if slope is None else slope
                      for slope, leaf in zip(of_one, policy.leaves)]) for of_one in slopes])
        metric = policy.head.dense_metric(row.detach(), policy.free.detach())
        fisher += jacobian.t() @ metric @ jacobian / policy.rows
    return fisher


def _flatten(parts) -> Tensor:
    return torch.cat([part.reshape(-1) for part in parts])
