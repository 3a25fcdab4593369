#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Losses as their papers and their authors' code have them, in plain PyTorch and fp64.

Writes tests/data/nn/losses.json, which peer_losses_test.cpp and dists_test.cpp compare with. Run it with the Python of
`./dev peers`.
"""
import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from waves import fill, soft_pictures, wave, wave_pictures

torch.set_default_dtype(torch.float64)


def focal_frequency(sr, hr):
    of_sr, of_hr = (torch.fft.fft2(x, norm="ortho") for x in (sr, hr))
    of_sr, of_hr = (torch.stack((x.real, x.imag), -1) for x in (of_sr, of_hr))
    square = (of_sr - of_hr) ** 2
    distance = torch.sqrt(square[..., 0] + square[..., 1])
    weight = distance / distance.max(-1).values.max(-1).values[:, :, None, None]
    return (weight.clamp(0, 1).detach() * (square[..., 0] + square[..., 1])).mean()


def gradient_variance(sr, hr):
    unfold = nn.Unfold(kernel_size=8, stride=8)

    def variances(x, kernel):
        grey = 0.2989 * x[:, 0:1] + 0.5870 * x[:, 1:2] + 0.1140 * x[:, 2:3]
        return torch.var(unfold(F.conv2d(grey, torch.tensor(kernel).view(1, 1, 3, 3), padding=1)), dim=1)

    across = [[1.0, 0.0, -1.0], [2.0, 0.0, -2.0], [1.0, 0.0, -1.0]]
    down = [[1.0, 2.0, 1.0], [0.0, 0.0, 0.0], [-1.0, -2.0, -1.0]]
    return sum(F.mse_loss(variances(sr, kernel), variances(hr, kernel)) for kernel in (across, down))


def artefacts(sr, hr, average):
    of_average = torch.sum(torch.abs(hr - average), 1, keepdim=True)
    of_sr = torch.sum(torch.abs(hr - sr), 1, keepdim=True)
    of_picture = torch.var(of_sr.clone(), dim=(-1, -2, -3), keepdim=True) ** (1 / 5)
    padded = F.pad(of_sr.clone(), pad=[3, 3, 3, 3], mode="reflect")
    patches = padded.unfold(2, 7, 1).unfold(3, 7, 1)
    of_pixel = torch.var(patches, dim=(-1, -2), unbiased=True, keepdim=True).squeeze(-1).squeeze(-1)
    weight = of_picture * of_pixel
    weight = torch.where(of_sr < of_average, torch.zeros_like(weight), weight)
    return F.l1_loss(weight * sr, weight * hr)


def contextual(sr, hr):
    mean = hr.mean(dim=(0, 2, 3), keepdim=True)
    x, y = (F.normalize(v - mean, p=2, dim=1).flatten(2) for v in (sr, hr))
    distance = 1 - torch.bmm(x.transpose(1, 2), y)
    relative = distance / (distance.min(dim=2, keepdim=True).values + 1e-5)
    weight = torch.exp((1 - relative) / 0.5)
    weight = weight / weight.sum(dim=2, keepdim=True)
    return torch.mean(-torch.log(weight.max(dim=1).values.mean(dim=1)))


class L2Pooling(nn.Module):
    """A Hann window of 5 points, whose outer two are 0, over the squares."""

    def forward(self, x):
        window = torch.hann_window(5, periodic=False)[1:-1]
        window = torch.outer(window, window)
        window = (window / window.sum()).repeat(x.shape[1], 1, 1, 1)
        return torch.sqrt(F.conv2d(x**2, window, stride=2, padding=1, groups=x.shape[1]) + 1e-12)


class Dists(nn.Module):
    """DISTS: VGG16 under torchvision's names, whose numbers and those of alpha and beta are waves."""

    WIDTHS = (3, 64, 128, 256, 512, 512)

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential()
        for block, count in enumerate((2, 2, 3, 3, 3)):
            if block > 0:
                self.features.append(L2Pooling())
            for i in range(count):
                inside = self.WIDTHS[block if i == 0 else block + 1]
                self.features.append(nn.Conv2d(inside, self.WIDTHS[block + 1], 3, padding=1))
                self.features.append(nn.ReLU())
        fill(self)
        self.alpha, self.beta = (1 + 0.5 * wave(sum(self.WIDTHS), phase) for phase in (2.0, 3.0))

    def features_of(self, x):
        mean, deviation = (
            torch.tensor(v).view(1, 3, 1, 1) for v in ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
        )
        result, h = [x], (x - mean) / deviation
        for i, layer in enumerate(self.features):
            h = layer(h)
            if i in (3, 8, 15, 22, 29):
                result.append(h)
        return result

    def forward(self, sr, hr):
        sums = 0
        whole = self.alpha.sum() + self.beta.sum()
        alphas, betas = (torch.split(v / whole, self.WIDTHS) for v in (self.alpha, self.beta))
        for x, y, alpha, beta in zip(self.features_of(sr), self.features_of(hr), alphas, betas):
            mean_x, mean_y = x.mean((2, 3)), y.mean((2, 3))
            var_x, var_y = x.var((2, 3), unbiased=False), y.var((2, 3), unbiased=False)
            covariance = (x * y).mean((2, 3)) - mean_x * mean_y
            texture = (2 * mean_x * mean_y + 1e-6) / (mean_x**2 + mean_y**2 + 1e-6)
            structure = (2 * covariance + 1e-6) / (var_x + var_y + 1e-6)
            sums = sums + (alpha * texture + beta * structure).sum(1)
        return 1 - sums


def measured(loss, sr, *others):
    sr = sr.clone().requires_grad_()
    value = loss(sr, *others)
    value.backward()
    return {"value": value.item(), "gradient": sr.grad.norm().item(), "first": sr.grad.flatten()[0].item()}


def main():
    clean = soft_pictures(2, 36)
    noisy = clean + 0.3 * (wave_pictures(2, 36) - 0.5)
    average = clean + 0.1 * torch.cos(40.0 * clean)
    features = wave(2 * 6 * 64, 3.0).view(2, 6, 8, 8)
    others = features + 0.5 * wave(2 * 6 * 64, 5.0).view(2, 6, 8, 8)
    dists = Dists()
    values = {
        "fft": measured(focal_frequency, noisy, clean),
        "gradient-variance": measured(gradient_variance, noisy, clean),
        "ldl": measured(artefacts, noisy, clean, average),
        "contextual": measured(contextual, others, features),
        "dists": measured(lambda sr, hr: dists(sr, hr).mean(), noisy, clean),
    }
    folder = Path(__file__).parent.parent / "data" / "nn"
    folder.mkdir(exist_ok=True)
    (folder / "losses.json").write_text(json.dumps(values, indent=1) + "\n")


if __name__ == "__main__":
    main()
