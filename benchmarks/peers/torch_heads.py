"""Action distributions in PyTorch: what both ways to a Fisher product need of them."""
from __future__ import annotations

import math

import torch
from torch import Tensor


class Gaussian:
    """Network outputs are means [B,A], free parameters log standard deviations [A]."""

    @staticmethod
    def actions(array, like: Tensor) -> Tensor:
        return torch.as_tensor(array, dtype=like.dtype, device=like.device)

    @staticmethod
    def log_probability(means: Tensor, log_deviations: Tensor, actions: Tensor) -> Tensor:
        z = (actions - means) * torch.exp(-log_deviations)
        constant = 0.5 * math.log(2 * math.pi) * means.shape[1]
        return -0.5 * (z * z).sum(1) - log_deviations.sum() - constant

    @staticmethod
    def mean_kl(old_means, old_log_deviations, means: Tensor, log_deviations: Tensor) -> Tensor:
        """Of the new distribution from the old one, over rows."""
        moved = torch.exp(2 * old_log_deviations) + (old_means - means) ** 2
        each = log_deviations - old_log_deviations + 0.5 * moved * torch.exp(-2 * log_deviations)
        return (each - 0.5).sum(1).mean()

    @staticmethod
    def score(means: Tensor, log_deviations: Tensor, actions: Tensor) -> tuple[Tensor, Tensor]:
        """Gradient of the log-probability: [B,A] for outputs, [B,A] for free parameters."""
        z = (actions - means) * torch.exp(-log_deviations)
        return z * torch.exp(-log_deviations), z * z - 1

    @staticmethod
    def metric(means: Tensor, log_deviations: Tensor) -> tuple[Tensor, ...]:
        """What apply_metric needs, computed once per update: the precisions."""
        return (torch.exp(-2 * log_deviations),)

    @staticmethod
    def apply_metric(metric: tuple[Tensor, ...], tangent: Tensor, rows: int) -> None:
        """Turns a tangent of the outputs into M tangent / rows, in place."""
        tangent.mul_(metric[0] / rows)

    # Of each log standard deviation.
    free_metric = 2.0

    @staticmethod
    def dense_metric(means: Tensor, log_deviations: Tensor) -> Tensor:
        """M of one row, [2A,2A], by its definition."""
        return torch.diag(torch.cat([torch.exp(-2 * log_deviations), 2 + 0 * log_deviations]))


class Categorical:
    """Network outputs are logits [B,A]; nothing is free."""
    free_metric = 0.0

    @staticmethod
    def actions(array, like: Tensor) -> Tensor:
        return torch.as_tensor(array, dtype=torch.int64, device=like.device)

    @staticmethod
    def log_probability(logits: Tensor, _free: Tensor, actions: Tensor) -> Tensor:
        return torch.log_softmax(logits, 1).gather(1, actions[:, None])[:, 0]

    @staticmethod
    def mean_kl(old_logits: Tensor, _old_free, logits: Tensor, _free: Tensor) -> Tensor:
        old = torch.log_softmax(old_logits, 1)
        return (torch.exp(old) * (old - torch.log_softmax(logits, 1))).sum(1).mean()

    @staticmethod
    def score(logits: Tensor, free: Tensor, actions: Tensor) -> tuple[Tensor, Tensor]:
        ones = torch.zeros_like(logits).scatter_(1, actions[:, None], 1)
        return ones - torch.softmax(logits, 1), free.expand(len(logits), 0)

    @staticmethod
    def metric(logits: Tensor, _free: Tensor) -> tuple[Tensor, ...]:
        return (torch.softmax(logits, 1),)

    @staticmethod
    def apply_metric(metric: tuple[Tensor, ...], tangent: Tensor, rows: int) -> None:
        probabilities, = metric
        mean = (probabilities * tangent).sum(1, keepdim=True)
        tangent.sub_(mean).mul_(probabilities).div_(rows)

    @staticmethod
    def dense_metric(logits: Tensor, _free: Tensor) -> Tensor:
        probabilities = torch.softmax(logits, 0)
        return torch.diag(probabilities) - torch.outer(probabilities, probabilities)


HEADS = {"gaussian": Gaussian, "categorical": Categorical}
