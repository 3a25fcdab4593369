#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times PyTorch's eager mode on RRDBNet, for comparison with bench-engine: the same network, size and threads.

Prints one JSON line. Run it with the Python of `./dev peers`.
"""
import argparse
import json
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F

DTYPES = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}


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


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--height", type=int, default=128)
    parser.add_argument("--features", type=int, default=64)
    parser.add_argument("--blocks", type=int, default=23)
    parser.add_argument("--growth", type=int, default=32)
    parser.add_argument("--precision", choices=DTYPES, default="bf16")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=0, help="0: PyTorch's own choice")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--contiguous", action="store_true", help="NCHW instead of channels-last")
    args = parser.parse_args()

    if args.threads:
        torch.set_num_threads(args.threads)
    layout = torch.contiguous_format if args.contiguous else torch.channels_last
    torch.manual_seed(1)
    network = RrdbNet(args.features, args.blocks, args.growth).eval()
    network = network.to(args.device, DTYPES[args.precision], memory_format=layout)
    picture = torch.rand(1, 3, args.height, args.width)
    picture = picture.to(args.device, DTYPES[args.precision], memory_format=layout)
    macs = sum(
        m.weight.numel() * (16 if name in ("up.1", "hr", "last") else 4 if name == "up.0" else 1)
        for name, m in network.named_modules()
        if isinstance(m, nn.Conv2d)
    )
    seconds = []
    with torch.inference_mode():
        for _ in range(args.repeats + 1):
            start = time.perf_counter()
            network(picture).float().sum().item()  # waits for the device
            seconds.append(time.perf_counter() - start)
    median = statistics.median(seconds[1:])  # the first one warms up
    flops = 2.0 * macs * args.width * args.height
    print(
        json.dumps(
            {
                "engine": f"PyTorch {torch.__version__} eager" + (" NCHW" if args.contiguous else " channels-last"),
                "device": args.device,
                "precision": args.precision,
                "width": args.width,
                "height": args.height,
                "threads": torch.get_num_threads(),
                "seconds": round(median, 4),
                "best": round(min(seconds[1:]), 4),
                "gflops": round(flops / median / 1e9, 1),
            }
        )
    )


if __name__ == "__main__":
    main()
