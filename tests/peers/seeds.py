#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two steps of the recipes srgan-keras and esrgan-keras in plain PyTorch, in fp64: the blogs' own order and equations.

Writes tests/data/train/seeds.json, which seed_recipes_test.cpp compares with. Run it with the Python of `./dev peers`.
"""
import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from waves import fill, soft_pictures

torch.set_default_dtype(torch.float64)
RATE = 1e-4  # a tenth of Keras': at that, what fp32 rounds grows in the second step to parts of a hundred


class KerasAdam:
    """Keras' own form: epsilon is added to the root of the moment as it is."""

    def __init__(self, parameters):
        self.parameters = list(parameters)
        self.first = [torch.zeros_like(p) for p in self.parameters]
        self.second = [torch.zeros_like(p) for p in self.parameters]
        self.steps = 0

    def step(self, gradients):
        self.steps += 1
        rate = RATE * (1 - 0.999**self.steps) ** 0.5 / (1 - 0.9**self.steps)
        with torch.no_grad():
            for p, g, m, v in zip(self.parameters, gradients, self.first, self.second):
                m.mul_(0.9).add_(0.1 * g)
                v.mul_(0.999).add_(0.001 * g * g)
                p.sub_(rate * m / (v.sqrt() + 1e-7))


def norm_of(gradients):
    return torch.sqrt(sum((g * g).sum() for g in gradients)).item()


def cross_entropy(logits, label):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))


class VggUpTo(nn.Module):
    """VGG19's convolutions up to one of them, under torchvision's names."""

    def __init__(self, last):
        super().__init__()
        self.features = nn.Module()
        self.order = []
        index, inside = 0, 3
        for outside, count in ((64, 2), (128, 2), (256, 4), (512, 4), (512, 4)):
            for _ in range(count):
                if index <= last:
                    self.features.add_module(str(index), nn.Conv2d(inside, outside, 3, padding=1))
                    self.order.append(str(index))
                inside, index = outside, index + 2
            if index <= last:
                self.order.append("pool")
            index += 1
        self.requires_grad_(False)

    def forward(self, x, activated):
        for name in self.order[:-1]:
            x = F.max_pool2d(x, 2) if name == "pool" else F.relu(getattr(self.features, name)(x))
        x = getattr(self.features, self.order[-1])(x)
        return F.relu(x) if activated else x


# --- The SRGAN blog ---------------------------------------------------------------------------------------------------


class Block(nn.Module):
    def __init__(self, f):
        super().__init__()
        self.conv1 = nn.Conv2d(f, f, 3, padding=1)
        self.bn1 = nn.BatchNorm2d(f, eps=1e-3, momentum=0.5)
        self.prelu = nn.PReLU(f)
        self.conv2 = nn.Conv2d(f, f, 3, padding=1)
        self.bn2 = nn.BatchNorm2d(f, eps=1e-3, momentum=0.5)

    def forward(self, x):
        return x + self.bn2(self.conv2(self.prelu(self.bn1(self.conv1(x)))))


class Upscale(nn.Module):
    def __init__(self, inside, f):
        super().__init__()
        self.conv = nn.Conv2d(inside, 4 * f, 3, padding=1)
        self.prelu = nn.PReLU(4 * f)

    def forward(self, x):
        return self.prelu(F.interpolate(self.conv(x), scale_factor=2, mode="nearest"))


class SrganGenerator(nn.Module):
    def __init__(self, f, blocks):
        super().__init__()
        self.conv_first = nn.Conv2d(3, f, 9, padding=4)
        self.prelu_first = nn.PReLU(f)
        self.body = nn.ModuleList(Block(f) for _ in range(blocks))
        self.conv_body = nn.Conv2d(f, f, 3, padding=1)
        self.bn_body = nn.BatchNorm2d(f, eps=1e-3, momentum=0.5)
        self.upsample = nn.ModuleList((Upscale(f, f), Upscale(4 * f, f)))
        self.conv_out = nn.Conv2d(4 * f, 3, 9, padding=4)

    def forward(self, x):
        first = self.prelu_first(self.conv_first(x))
        x = first
        for block in self.body:
            x = block(x)
        x = first + self.bn_body(self.conv_body(x))
        for step in self.upsample:
            x = step(x)
        return self.conv_out(x)


class SrganDiscriminator(nn.Module):
    def __init__(self, f, side):
        super().__init__()
        inside = 3
        for i in range(8):
            outside = f << (i // 2)
            self.add_module(f"conv{i}", nn.Conv2d(inside, outside, 3, stride=1 + i % 2))
            if i:
                self.add_module(f"bn{i}", nn.BatchNorm2d(outside, eps=1e-3, momentum=0.2))
            inside = outside
            side = -(-side // (1 + i % 2))
        self.dense1 = nn.Linear(inside * side * side, 1024)
        self.dense2 = nn.Linear(1024, 1)

    def forward(self, x):
        for i in range(8):
            odd = i % 2 == 0 or x.shape[-1] % 2 == 1  # TensorFlow's "same"
            x = getattr(self, f"conv{i}")(F.pad(x, (1, 1, 1, 1) if odd else (0, 1, 0, 1)))
            x = F.leaky_relu(x, 0.2)
            if i:
                x = getattr(self, f"bn{i}")(x)
        return self.dense2(F.leaky_relu(self.dense1(x.flatten(1)), 0.2))


def srgan_keras():
    generator = fill(SrganGenerator(8, 2))
    critic = fill(SrganDiscriminator(4, 52))
    vgg = fill(VggUpTo(14))  # block3_conv3
    adam_g, adam_d = KerasAdam(generator.parameters()), KerasAdam(critic.parameters())
    hr = soft_pictures(2, 52)
    lr = F.avg_pool2d(hr, 4)
    steps = []
    for _ in range(2):
        generator.eval()  # predict_on_batch
        with torch.no_grad():
            made = generator(lr)
        generator.train()
        on_made = critic(made)
        made_loss = cross_entropy(on_made, 0.0)
        gradients = torch.autograd.grad(made_loss, adam_d.parameters)
        norm_made = norm_of(gradients)
        adam_d.step(gradients)
        on_true = critic(hr)
        true_loss = cross_entropy(on_true, 1.0)
        gradients = torch.autograd.grad(true_loss, adam_d.parameters)
        norm_true = norm_of(gradients)
        adam_d.step(gradients)

        sr = generator(lr)
        perceptual = F.mse_loss(vgg(sr, True), vgg(hr, True))
        gan = cross_entropy(critic(sr), 1.0)
        total = perceptual + 1e-3 * gan
        gradients = torch.autograd.grad(total, adam_g.parameters)
        adam_g.step(gradients)
        steps.append(
            {
                "discriminator": (made_loss + true_loss).item(),
                "D(real)": on_true.mean().item(),
                "D(fake)": on_made.mean().item(),
                "gradient of D": (norm_made + norm_true) / 2,
                "perceptual": perceptual.item(),
                "gan": gan.item(),
                "total": total.item(),
                "gradient of G": norm_of(gradients),
            }
        )
    return steps


# --- The ESRGAN blog --------------------------------------------------------------------------------------------------


class DenseBlock(nn.Module):
    def __init__(self, f):
        super().__init__()
        for i, inside in enumerate((f, 2 * f, 4 * f, 8 * f, 16 * f)):
            self.add_module(f"conv{i + 1}", nn.Conv2d(inside, f, 3, padding=1))

    def forward(self, x):
        gathered = [x]  # b1, b2 ... are overwritten by their own concatenation
        for i in range(4):
            new = F.leaky_relu(getattr(self, f"conv{i + 1}")(gathered[-1]), 0.2)
            gathered.append(torch.cat([*gathered, new], 1))
        return x + 0.2 * self.conv5(gathered[-1])


class Rrdb(nn.Module):
    def __init__(self, f):
        super().__init__()
        self.rdb1, self.rdb2, self.rdb3 = DenseBlock(f), DenseBlock(f), DenseBlock(f)

    def forward(self, x):
        return x + 0.2 * self.rdb3(self.rdb2(self.rdb1(x)))


class RrdbKeras(nn.Module):
    def __init__(self, f, blocks):
        super().__init__()
        self.conv_first = nn.Conv2d(3, f, 3, padding=1)
        self.body = nn.Sequential(*(Rrdb(f) for _ in range(blocks)))
        self.conv_body = nn.Conv2d(f, f, 3, padding=1)
        self.conv_up1 = nn.Conv2d(f, f, 3, padding=1)
        self.conv_up2 = nn.Conv2d(f, f, 3, padding=1)
        self.conv_hr = nn.Conv2d(f, f, 3, padding=1)
        self.conv_last = nn.Conv2d(f, 3, 3, padding=1)

    def forward(self, x):
        x = self.conv_first(x)
        x = x + self.conv_body(self.body(x))
        for conv in (self.conv_up1, self.conv_up2):
            x = F.leaky_relu(conv(F.interpolate(x, scale_factor=2, mode="nearest")), 0.2)
        return self.conv_last(F.leaky_relu(self.conv_hr(x), 0.2))


class VggDiscriminator(nn.Module):
    def __init__(self, f):
        super().__init__()
        inside = 3
        for level, outside in enumerate((f, 2 * f, 4 * f, 8 * f, 8 * f)):
            self.add_module(f"conv{level}_0", nn.Conv2d(inside, outside, 3, 1, 1, bias=level == 0))
            if level:
                self.add_module(f"bn{level}_0", nn.BatchNorm2d(outside))
            self.add_module(f"conv{level}_1", nn.Conv2d(outside, outside, 4, 2, 1, bias=False))
            self.add_module(f"bn{level}_1", nn.BatchNorm2d(outside))
            inside = outside
        self.linear1 = nn.Linear(8 * f * 16, 100)
        self.linear2 = nn.Linear(100, 1)

    def forward(self, x):
        for level in range(5):
            x = getattr(self, f"conv{level}_0")(x)
            if level:
                x = getattr(self, f"bn{level}_0")(x)
            x = F.leaky_relu(x, 0.2)
            x = F.leaky_relu(getattr(self, f"bn{level}_1")(getattr(self, f"conv{level}_1")(x)), 0.2)
        return self.linear2(F.leaky_relu(self.linear1(x.flatten(1)), 0.2))


def relativistic(real, fake):
    """The blog's relativistic_loss and the cross-entropies of its probabilities: the means have their gradient."""
    p_fake = torch.sigmoid(fake - real.mean())
    p_real = torch.sigmoid(real - fake.mean())
    zero = lambda p: -torch.log(1.0 - p)  # noqa: E731
    one = lambda p: -torch.log(p)  # noqa: E731
    return (zero(p_fake) + one(p_real)).mean(), (zero(p_real) + one(p_fake)).mean()


def preprocess_input(x):
    return 255.0 * x[:, [2, 1, 0]] - torch.tensor([103.939, 116.779, 123.68]).view(1, 3, 1, 1)


def esrgan_keras():
    generator = fill(RrdbKeras(8, 1))
    critic = fill(VggDiscriminator(4))
    vgg = fill(VggUpTo(7))  # conv2_2 in place of conv5_4, which takes its time
    adam_g, adam_d = KerasAdam(generator.parameters()), KerasAdam(critic.parameters())
    hr = soft_pictures(2, 128)
    lr = F.avg_pool2d(hr, 4)
    steps = []
    for _ in range(2):
        sr = generator(lr)
        pixel = F.l1_loss(sr, hr)
        perceptual = F.mse_loss(vgg(preprocess_input(sr), False), vgg(preprocess_input(hr), False))
        gan = relativistic(critic(hr), critic(sr))[1]
        total = 1e-2 * pixel + perceptual + 5e-3 * gan
        gradients_g = torch.autograd.grad(total, adam_g.parameters)
        real, fake = critic(hr), critic(sr.detach())
        loss = relativistic(real, fake)[0]
        gradients_d = torch.autograd.grad(loss, adam_d.parameters)
        adam_g.step(gradients_g)
        adam_d.step(gradients_d)
        steps.append(
            {
                "discriminator": loss.item(),
                "D(real)": real.mean().item(),
                "D(fake)": fake.mean().item(),
                "gradient of D": norm_of(gradients_d),
                "pixel": pixel.item(),
                "perceptual": perceptual.item(),
                "gan": gan.item(),
                "total": total.item(),
                "gradient of G": norm_of(gradients_g),
            }
        )
    return steps


if __name__ == "__main__":
    folder = Path(__file__).parent.parent / "data" / "train"
    folder.mkdir(exist_ok=True)
    values = {"srgan-keras": srgan_keras(), "esrgan-keras": esrgan_keras()}
    (folder / "seeds.json").write_text(json.dumps(values, indent=1) + "\n")
