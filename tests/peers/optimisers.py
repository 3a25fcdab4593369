#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Optimisers by the equations of their papers, in plain PyTorch and fp64, on a small quadratic problem.

Writes tests/data/train/optimisers.json, which optimisers_test.cpp compares with. Run it with the Python of
`./dev peers`.
"""
import json
from pathlib import Path

import torch

from waves import wave

torch.set_default_dtype(torch.float64)
STEPS, RATES = 6, (0.01, 0.02, 0.03, 0.03, 0.03, 0.03)  # with a warm-up
DECAY, EPSILON = 0.02, 1e-8


def gradient(p, step):
    """Of sum (a p^2 / 2 - b p), with another a in every step."""
    return (1.5 + wave(p.numel(), 0.3 * step)) * p - wave(p.numel(), 7.0)


def start():
    return wave(12, 2.0)


def adam(keras=False, decoupled=False):
    p, m, v = start(), 0.0, 0.0
    for k, rate in enumerate(RATES, 1):
        g = gradient(p, k)
        if decoupled:
            p = p * (1 - rate * DECAY)
        m, v = 0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g * g
        if keras:
            p = p - rate * (1 - 0.99**k) ** 0.5 / (1 - 0.9**k) * m / (v.sqrt() + 1e-3)
        else:
            p = p - rate * (m / (1 - 0.9**k)) / ((v / (1 - 0.99**k)).sqrt() + EPSILON)
    return p


def adan():
    p, m, d, n, before = start(), 0.0, 0.0, 0.0, None
    for k, rate in enumerate(RATES, 1):
        g = gradient(p, k)
        change = torch.zeros_like(g) if before is None else g - before
        m = 0.98 * m + 0.02 * g
        d = 0.92 * d + 0.08 * change
        n = 0.99 * n + 0.01 * (g + 0.92 * change) ** 2
        size = rate / ((n / (1 - 0.99**k)).sqrt() + EPSILON)
        p = (p - size * (m / (1 - 0.98**k) + 0.92 * d / (1 - 0.92**k))) / (1 + rate * DECAY)
        before = g
    return p


def schedule_free():
    """Three sequences, as the paper's Algorithm 1 with the weights of its code (the largest rate, squared)."""
    z = x = start()
    v, total = 0.0, 0.0
    y = x
    for k, rate in enumerate(RATES, 1):
        y = (1 - 0.9) * z + 0.9 * x
        g = gradient(y, k)
        v = 0.99 * v + 0.01 * g * g
        z = z - rate * (g / ((v / (1 - 0.99**k)).sqrt() + EPSILON) + DECAY * y)
        weight = max(RATES[:k]) ** 2
        total += weight
        x = (1 - weight / total) * x + weight / total * z
    return x, (1 - 0.9) * z + 0.9 * x


if __name__ == "__main__":
    learnt, held = schedule_free()
    values = {
        "adam": adam().tolist(),
        "adam-keras": adam(keras=True).tolist(),
        "adamw": adam(decoupled=True).tolist(),
        "adan": adan().tolist(),
        "schedule-free": held.tolist(),
        "schedule-free, learnt": learnt.tolist(),
    }
    folder = Path(__file__).parent.parent / "data" / "train"
    folder.mkdir(exist_ok=True)
    (folder / "optimisers.json").write_text(json.dumps(values, indent=1) + "\n")
