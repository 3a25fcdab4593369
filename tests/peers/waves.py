# SPDX-License-Identifier: GPL-3.0-or-later
"""The numbers of tests/core/nn/waves.h, made again: what tests compare with is computed from them."""
import torch


def wave(count, phase):
    i = torch.arange(count, dtype=torch.float64)
    return torch.sin(0.37 * i + 0.11 * i * i + phase)


def fill(module):
    """Fills parameters and buffers, but running statistics, by their names."""
    with torch.no_grad():
        for name, tensor in [*module.named_parameters(), *module.named_buffers()]:
            if "running" in name or name.endswith("num_batches_tracked"):
                continue
            values = wave(tensor.numel(), float(sum(name.encode()))).view(tensor.shape)
            if name.endswith(("weight_u", "weight_v")):
                values = values / values.norm()
            elif tensor.dim() >= 2:
                values = values * (2.0 * tensor.shape[0] / tensor.numel()) ** 0.5
            else:
                values = 0.1 * values if name.endswith("bias") else 1.0 + 0.1 * values
            tensor.copy_(values)
    return module


def wave_pictures(count, side):
    values = count * 3 * side * side
    i = torch.arange(values, dtype=torch.float64)
    return (0.5 + 0.5 * wave(values, 1.0) * torch.cos(0.011 * i)).view(count, 3, side, side)


def soft_pictures(count, side):
    i = torch.arange(side, dtype=torch.float64)
    y, x = i.view(side, 1), i.view(1, side)
    pictures = torch.empty(count, 3, side, side, dtype=torch.float64)
    for n in range(count):
        for c in range(3):
            pictures[n, c] = (
                0.5
                + 0.3 * torch.sin(0.11 * (c + 1) * y + 0.07 * x + n)
                + 0.15 * torch.cos(0.9 * x - 0.4 * (n + 1) * y)
            )
    return pictures
