#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Another engine on a network of ours, for `./dev bench speed`. Runs with the Python of `./dev peers`.

    peer.py tiles ENGINE PRECISION NETWORK SIZE PIXELS RESULT   a square picture at once, as a JSON line
    peer.py photo ENGINE PRECISION NETWORK IN.jpg OUT.jpg       a photo to a file, in tiles with a halo
    peer.py crop PHOTO SIZE PIXELS                              pixels for the first
    peer.py compare A B                                         decibels between two results

ENGINE is eager, compile, onnxruntime, openvino or ncnn. NETWORK.pth, NETWORK.param and NETWORK.bin are what
`enlarger-cli models export` writes. PIXELS and RESULT are fp32, height x width x channels.
"""
import argparse
import json
import math
import os
import pathlib
import resource
import statistics
import time

import numpy

THREADS = os.cpu_count()


def spandrel_network(file):
    import spandrel
    import torch

    torch.set_num_threads(THREADS)
    return spandrel.ModelLoader(device="cpu").load_from_file(f"{file}.pth").model.eval()


def eager(file, precision, compiled=False):
    import torch

    device = "cuda" if torch.cuda.is_available() else "cpu"
    dtype = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}[precision]
    network = spandrel_network(file).to(device, dtype, memory_format=torch.channels_last)
    if compiled:
        import torch._inductor.config

        torch._inductor.config.freezing = True
        network = torch.compile(network)

    def run(picture):
        with torch.no_grad():
            given = torch.from_numpy(picture).to(device, dtype, memory_format=torch.channels_last)
            return network(given).float().cpu().numpy()

    return run


def onnx_file(file):
    """Written once, beside the network."""
    import torch

    made = pathlib.Path(f"{file}.onnx")
    if not made.exists():
        sizes = {name: {0: "n", 2: "h", 3: "w"} for name in ("in", "out")}
        torch.onnx.export(spandrel_network(file), torch.rand(1, 3, 64, 64), str(made), input_names=["in"], output_names=["out"],
                          dynamic_axes=sizes, opset_version=17, dynamo=False)
    return str(made)


def onnxruntime(file, _precision):
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = THREADS
    session = ort.InferenceSession(onnx_file(file), options, providers=["CPUExecutionProvider"])
    return lambda picture: session.run(None, {"in": picture})[0]


def openvino(file, precision):
    import openvino as ov

    core = ov.Core()
    kind = {"fp32": ov.Type.f32, "bf16": ov.Type.bf16}[precision]
    hints = {"INFERENCE_PRECISION_HINT": kind, "INFERENCE_NUM_THREADS": THREADS, "PERFORMANCE_HINT": "LATENCY"}
    fixed = {}

    def run(picture):  # a network of a fixed size for each size: faster than one of any
        if picture.shape not in fixed:
            model = core.read_model(onnx_file(file))
            model.reshape(picture.shape)
            fixed[picture.shape] = core.compile_model(model, "CPU", hints)
        return fixed[picture.shape](picture)[0]

    return run


def ncnn(file, precision):
    import ncnn as engine

    network = engine.Net()
    network.opt.num_threads = THREADS
    network.opt.use_bf16_storage = precision == "bf16"
    network.load_param(f"{file}.param")
    network.load_model(f"{file}.bin")
    names = network.input_names()[0], network.output_names()[0]

    def run(picture):
        extractor = network.create_extractor()
        extractor.input(names[0], engine.Mat(picture[0]).clone())
        return numpy.array(extractor.extract(names[1])[1])[None]

    return run


ENGINES = {"eager": eager, "compile": lambda *words: eager(*words, compiled=True), "onnxruntime": onnxruntime,
           "openvino": openvino, "ncnn": ncnn}


def time_tile(run, size, pixels, result, repeats):
    picture = numpy.fromfile(pixels, numpy.float32).reshape(size, size, 3)
    picture = numpy.ascontiguousarray(picture.transpose(2, 0, 1)[None])
    seconds = []
    for _ in range(repeats + 1):
        start = time.perf_counter()
        made = run(picture)
        seconds.append(time.perf_counter() - start)
    made[0].transpose(1, 2, 0).astype(numpy.float32).tofile(result)
    return {"seconds": statistics.median(seconds[1:]), "best": min(seconds[1:])}  # the first one warms up


def tiles_of(width, height, tile=256, halo=16):
    """Squares as front ends cut them, which is not exact: inner edges, then those with the halo."""
    for top in range(0, height, tile):
        for left in range(0, width, tile):
            bottom, right = min(top + tile, height), min(left + tile, width)
            yield (top, left, bottom, right), (max(top - halo, 0), max(left - halo, 0), min(bottom + halo, height), min(right + halo, width))


def in_tiles(run, picture):
    _, _, height, width = picture.shape
    scale, result = None, None
    for (top, left, bottom, right), (y0, x0, y1, x1) in tiles_of(width, height):
        made = run(numpy.ascontiguousarray(picture[:, :, y0:y1, x0:x1]))
        if result is None:
            scale = made.shape[2] // (y1 - y0)
            result = numpy.empty((made.shape[1], height * scale, width * scale), dtype=numpy.uint8)
        inner = made[0, :, (top - y0) * scale:(bottom - y0) * scale, (left - x0) * scale:(right - x0) * scale]
        result[:, top * scale:bottom * scale, left * scale:right * scale] = (inner.clip(0, 1) * 255 + 0.5).astype(numpy.uint8)
    return result


def warm_up(run, width, height):
    """Each size of tile once: some engines compile for it."""
    for rows, columns in {(y1 - y0, x1 - x0) for _, (y0, x0, y1, x1) in tiles_of(width, height)}:
        run(numpy.zeros((1, 3, rows, columns), dtype=numpy.float32))


def time_photo(run, source, target, repeats):
    from PIL import Image

    warm_up(run, *Image.open(source).size)
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        pixels = numpy.asarray(Image.open(source).convert("RGB"), dtype=numpy.float32).transpose(2, 0, 1)[None] / 255
        result = in_tiles(run, pixels)
        Image.fromarray(numpy.ascontiguousarray(result.transpose(1, 2, 0))).save(target, quality=92)
        seconds.append(time.perf_counter() - start)
    return {"seconds": statistics.median(seconds), "best": min(seconds)}


def crop(photo, size, pixels):
    from PIL import Image

    picture = Image.open(photo).convert("RGB")
    left, top = (picture.width - size) // 2, (picture.height - size) // 2
    square = picture.crop((left, top, left + size, top + size))
    (numpy.asarray(square, dtype=numpy.float32) / 255).tofile(pixels)


def compare(first, second):
    difference = numpy.fromfile(first, numpy.float32).astype(numpy.float64) - numpy.fromfile(second, numpy.float32)
    error = float((difference**2).mean())
    print(json.dumps({"decibels": -10 * math.log10(error) if error > 0 else None, "largest": float(abs(difference).max())}))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=("tiles", "photo", "crop", "compare"))
    parser.add_argument("words", nargs="+")
    parser.add_argument("--repeats", type=int, default=3)
    args = parser.parse_args()
    words = args.words
    if args.task == "crop":
        return crop(words[0], int(words[1]), words[2])
    if args.task == "compare":
        return compare(*words)
    run = ENGINES[words[0]](words[2], words[1])
    if args.task == "tiles":
        facts = time_tile(run, int(words[3]), *words[4:6], args.repeats)
    else:
        facts = time_photo(run, *words[3:5], args.repeats)
    print(json.dumps({**facts, "peakMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10}))


if __name__ == "__main__":
    main()
