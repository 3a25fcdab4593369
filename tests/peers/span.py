#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One step of Adam by L1 of a small SPAN whose branches are computed one by one, in plain PyTorch and fp64.

Writes tests/data/train/span.json, which span_training_test.cpp compares with. Run it with the Python of
`./dev peers`.
"""
import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from waves import fill, soft_pictures, wave

torch.set_default_dtype(torch.float64)
FEATURES, SCALE, RATE = 4, 2, 1e-3


class Branches(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.sk = nn.Conv2d(inputs, outputs, 1)
        self.conv = nn.Sequential(
            nn.Conv2d(inputs, 2 * inputs, 1),
            nn.Conv2d(2 * inputs, 2 * outputs, 3),
            nn.Conv2d(2 * outputs, outputs, 1),
        )

    def forward(self, x):
        return self.conv(F.pad(x, (1, 1, 1, 1))) + self.sk(x)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1_r, self.c2_r, self.c3_r = (Branches(FEATURES, FEATURES) for _ in range(3))

    def forward(self, x):
        early = F.silu(self.c1_r(x))
        last = self.c3_r(F.silu(self.c2_r(early)))
        return (last + x) * (torch.sigmoid(last) - 0.5), early


class Span(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv_1 = Branches(3, FEATURES)
        for i in range(1, 7):
            setattr(self, f"block_{i}", Block())
        self.conv_2 = Branches(FEATURES, FEATURES)
        self.conv_cat = nn.Conv2d(4 * FEATURES, FEATURES, 1)
        self.upsampler = nn.Sequential(nn.Conv2d(FEATURES, 3 * SCALE**2, 3, padding=1), nn.PixelShuffle(SCALE))

    def forward(self, picture):
        mean = torch.tensor([0.4488, 0.4371, 0.4040], dtype=torch.float32).double().view(1, 3, 1, 1)
        first = x = self.conv_1((picture - mean) * 255.0)
        for i in range(1, 7):
            x, early = getattr(self, f"block_{i}")(x)
            behind_first = x if i == 1 else behind_first
        return self.upsampler(self.conv_cat(torch.cat([first, self.conv_2(x), behind_first, early], 1)))


def main():
    network = fill(Span())
    optimiser = torch.optim.Adam(network.parameters(), lr=RATE, betas=(0.9, 0.99), eps=1e-8)
    loss = (network(soft_pictures(2, 9)) - soft_pictures(2, 9 * SCALE)).abs().mean()
    loss.backward()
    slopes = {name: p.grad.norm().item() for name, p in network.named_parameters()}
    optimiser.step()
    after = {name: (p.detach().flatten() * wave(p.numel(), 3.0)).sum().item() for name, p in network.named_parameters()}
    path = Path(__file__).parents[1] / "data/train/span.json"
    path.write_text(json.dumps({"loss": loss.item(), "gradients": slopes, "after": after}, indent=1) + "\n")


if __name__ == "__main__":
    main()
