#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times PyTorch's eager mode on the steps that bench-train times: the same networks, batches and precision.

Prints one JSON line. Run it with the Python of `./dev peers`.
"""
import argparse
import copy
import json
import resource
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F


class DenseBlock(nn.Module):
    def __init__(self, features, growth):
        super().__init__()
        widths = [features + i * growth for i in range(5)]
        self.convs = nn.ModuleList(
            nn.Conv2d(width, features if i == 4 else growth, 3, padding=1) for i, width in enumerate(widths)
        )

    def forward(self, x):
        seen = [x]
        for conv in self.convs[:4]:
            seen.append(F.leaky_relu(conv(torch.cat(seen, 1)), 0.2, inplace=True))
        return self.convs[4](torch.cat(seen, 1)) * 0.2 + x


class Rrdb(nn.Module):
    def __init__(self, features, growth):
        super().__init__()
        self.dense = nn.Sequential(*(DenseBlock(features, growth) for _ in range(3)))

    def forward(self, x):
        return self.dense(x) * 0.2 + x


class RrdbNet(nn.Module):
    """x4, as ESRGAN and Real-ESRGAN use it."""

    def __init__(self, features, blocks, growth):
        super().__init__()
        same = {"kernel_size": 3, "padding": 1}
        self.first = nn.Conv2d(3, features, **same)
        self.body = nn.Sequential(*(Rrdb(features, growth) for _ in range(blocks)))
        self.after_body = nn.Conv2d(features, features, **same)
        self.up = nn.ModuleList(nn.Conv2d(features, features, **same) for _ in range(2))
        self.hr = nn.Conv2d(features, features, **same)
        self.last = nn.Conv2d(features, 3, **same)

    def forward(self, x):
        x = self.first(x)
        x = x + self.after_body(self.body(x))
        for conv in self.up:
            x = F.leaky_relu(conv(F.interpolate(x, scale_factor=2, mode="nearest")), 0.2, inplace=True)
        return self.last(F.leaky_relu(self.hr(x), 0.2, inplace=True))


def discriminator(features=64):
    """VGG-style, for 128 x 128."""
    f = features
    layers = [nn.Conv2d(3, f, 3, 1, 1), nn.LeakyReLU(0.2, True)]

    def block(inside, outside, stride):
        kernel = 4 if stride == 2 else 3
        return [nn.Conv2d(inside, outside, kernel, stride, 1, bias=False), nn.BatchNorm2d(outside), nn.LeakyReLU(0.2, True)]

    layers += block(f, f, 2)
    for inside, outside in ((f, 2 * f), (2 * f, 4 * f), (4 * f, 8 * f), (8 * f, 8 * f)):
        layers += block(inside, outside, 1) + block(outside, outside, 2)
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(8 * f * 16, 100), nn.LeakyReLU(0.2, True), nn.Linear(100, 1))


def vgg19():
    """Up to conv5_4 before its activation, with random weights."""
    layers, inside = [], 3
    for block, (outside, count) in enumerate(((64, 2), (128, 2), (256, 4), (512, 4), (512, 4))):
        for i in range(count):
            layers.append(nn.Conv2d(inside, outside, 3, padding=1))
            if block < 4 or i < count - 1:
                layers.append(nn.ReLU(True))
            inside = outside
        if block < 4:
            layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers).requires_grad_(False)


class Step:
    def __init__(self, args):
        torch.manual_seed(1)
        features, blocks, growth = (32, 8, 16) if args.size == "compact" else (64, 23, 32)
        layout = {"device": args.device, "memory_format": torch.channels_last}
        self.args = args
        self.generator = RrdbNet(features, blocks, growth).to(**layout)
        self.average = copy.deepcopy(self.generator)
        self.adam = torch.optim.Adam(self.generator.parameters(), 1e-4, (0.9, 0.99))
        if args.recipe == "esrgan":
            self.critic = discriminator().to(**layout)
            self.critic_adam = torch.optim.Adam(self.critic.parameters(), 1e-4, (0.9, 0.99))
            self.vgg = vgg19().to(**layout)
            self.mean = torch.tensor([0.485, 0.456, 0.406], device=args.device).view(1, 3, 1, 1)
            self.std = torch.tensor([0.229, 0.224, 0.225], device=args.device).view(1, 3, 1, 1)
        self.dtype = torch.bfloat16 if args.precision == "bf16" else torch.float16

    def autocast(self):
        return torch.autocast(self.args.device.split(":")[0], self.dtype, enabled=self.args.precision != "fp32")

    def discriminate(self, pictures):
        with self.autocast():
            return self.critic(pictures).float()

    def features(self, pictures):
        with self.autocast():
            return self.vgg((pictures - self.mean) / self.std).float()

    def run(self, lr, hr):
        self.adam.zero_grad(set_to_none=True)
        with self.autocast():
            sr = self.generator(lr)
        sr = sr.float()
        if self.args.recipe == "psnr":
            F.l1_loss(sr, hr).backward()
        else:
            self.critic.requires_grad_(False)
            loss = 1e-2 * F.l1_loss(sr, hr)
            with torch.no_grad():
                target = self.features(hr)
                real = self.discriminate(hr)
            loss = loss + F.l1_loss(self.features(sr), target)
            fake = self.discriminate(sr)
            loss = loss + 5e-3 * 0.5 * (bce(real - fake.mean(), 0.0) + bce(fake - real.mean(), 1.0))
            loss.backward()
        self.adam.step()
        if self.args.recipe == "esrgan":
            self.critic.requires_grad_(True)
            self.critic_adam.zero_grad(set_to_none=True)
            with torch.no_grad():
                fake = self.discriminate(sr.detach())
            real = self.discriminate(hr)
            (0.5 * bce(real - fake.mean(), 1.0)).backward()
            fake = self.discriminate(sr.detach())
            (0.5 * bce(fake - real.detach().mean(), 0.0)).backward()
            self.critic_adam.step()
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.parameters()), list(self.generator.parameters()), 1e-3)
        return sr[0, 0, 0, 0].item()  # waits for the device


def bce(logits, label):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipe", choices=("psnr", "esrgan"), default="psnr")
    parser.add_argument("--size", choices=("compact", "full"), default="compact")
    parser.add_argument("--batch", type=int, default=0)
    parser.add_argument("--precision", choices=("fp32", "bf16", "fp16"), default="fp32")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--threads", type=int, default=0)
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    args.batch = args.batch or (8 if args.size == "compact" else 1)
    step = Step(args)
    hr = torch.rand(args.batch, 3, 128, 128).to(args.device, memory_format=torch.channels_last)
    lr = F.interpolate(hr, scale_factor=0.25, mode="area")
    seconds = []
    for _ in range(args.steps + 2):
        start = time.perf_counter()
        step.run(lr, hr)
        seconds.append(time.perf_counter() - start)
    print(
        json.dumps(
            {
                "engine": f"PyTorch {torch.__version__} eager",
                "recipe": args.recipe,
                "size": args.size,
                "batch": args.batch,
                "device": args.device,
                "precision": args.precision,
                "seconds": statistics.median(seconds[2:]),
                "peakMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


if __name__ == "__main__":
    main()
