# SPDX-License-Identifier: GPL-3.0-or-later
"""`./dev bench speed`: how fast networks are, by each engine in turns, and how near to fp32."""
import datetime
import functools
import json
import os
import pathlib
import statistics
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = ROOT / "build/release/bin"
PEERS = ROOT / ".venv-peers/bin/python"
RESULTS = ROOT / "build/bench-speed.json"
# realesr-general-x4v3 has the shape of photo-x4
NETWORKS = {"realesrgan-x4plus": ROOT / ".deps/networks/realesrgan-x4plus.param", "photo-x4": ROOT / "models/photo-x4.safetensors"}


def has_card():
    return pathlib.Path("/proc/driver/nvidia/version").exists()


def make_photo(file, megapixels):
    subprocess.run([PROGRAMS / "enlarger-cli", "upscale", ROOT / "resources/sample.jpg", "-o", file, "--model", "fast",
                    "--megapixels", str(megapixels), "--if-exists", "overwrite"], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def run_json(command):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")] if done.returncode == 0 else []


@functools.cache
def our_precisions():
    """Those that the device computes."""
    wanted = ("fp16", "bf16", "fp32") if has_card() else ("int16", "bf16", "fp32")
    tiny = ["--size", "16x16", "--repeats", 1]
    return [one for one in wanted if run_json([PROGRAMS / "bench-engine", NETWORKS["photo-x4"], *tiny, "--precision", one])]


def peers():
    if not PEERS.exists():
        return []
    if has_card():
        return [(engine, precision) for engine in ("eager", "compile") for precision in ("fp16", "bf16", "fp32")]
    return [("eager", "fp32"), ("eager", "bf16"), ("compile", "bf16"), ("onnxruntime", "fp32"), ("openvino", "fp32"),
            ("openvino", "bf16"), ("ncnn", "fp32"), ("ncnn", "bf16")]


def export(network, folder):
    """For the peers."""
    for ending in ("pth", "param"):
        subprocess.run([PROGRAMS / "enlarger-cli", "models", "export", NETWORKS[network], "-o", folder / f"{network}.{ending}"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Table:
    """The lines of one network on one input."""

    def __init__(self, title):
        self.title = title
        self.lines = {}

    def add(self, engine, precision, facts):
        line = self.lines.setdefault((engine, precision), {"engine": engine, "precision": precision, "rounds": []})
        line["rounds"].append(facts["seconds"])
        line["seconds"] = round(statistics.median(line["rounds"]), 4)
        line.update({key: value for key, value in facts.items() if key != "seconds"})

    def show(self, megapixels, gflop):
        """Megapixels of the output, GFLOP of the network."""
        peers = [line["seconds"] for line in self.lines.values() if line["engine"] != "Enlarger"]
        print(f"\n{self.title}")
        for line in sorted(self.lines.values(), key=lambda one: one["seconds"]):
            line["gflops"] = round(gflop / line["seconds"], 1)
            line["outputMegapixelsPerSecond"] = round(megapixels / line["seconds"], 3)
            decibels = line.get("decibels")
            text = f"  {line['engine']:12} {line['precision']:6} {line['seconds']:8.3f} s {line['gflops']:8.1f} GFLOP/s" \
                   f" {line['outputMegapixelsPerSecond']:8.3f} MP/s {line.get('peakMiB', 0):6.0f} MiB" \
                   f"{f'{decibels:7.1f} dB' if decibels else ''}"
            if line["engine"] == "Enlarger" and peers:
                line["ratioToFastestPeer"] = round(min(peers) / line["seconds"], 2)
                text += f"   {line['ratioToFastestPeer']:.2f} x the fastest other"
            print(text, flush=True)


def bench_tile(network, size, rounds, folder):
    table = Table(f"{network}, {size} x {size} at once")
    pixels = folder / f"{size}.f32"
    given = ["--pixels", pixels] if PEERS.exists() else []
    if given:
        subprocess.run([PEERS, ROOT / "tests/bench/peer.py", "crop", ROOT / "resources/sample.jpg", str(size), pixels], check=True)
    results, gflop, repeats = {}, 0.0, 5 if size < 256 else 2
    for _ in range(rounds):
        for precision in our_precisions():
            result = folder / f"Enlarger-{precision}.f32"
            for line in run_json([PROGRAMS / "bench-engine", NETWORKS[network], "--size", f"{size}x{size}", "--precision", precision,
                                  "--repeats", repeats, "--result", result, *given]):
                table.add("Enlarger", precision, {"seconds": line["seconds"], "peakMiB": line["all_mib"]})
                results["Enlarger", precision] = result
                gflop = line["gflops"] * line["seconds"]
        for engine, precision in peers():
            result = folder / f"{engine}-{precision}.f32"
            for line in run_json([PEERS, ROOT / "tests/bench/peer.py", "tiles", engine, precision, folder / network, size, pixels, result,
                                  "--repeats", repeats]):
                table.add(engine, precision, {"seconds": line["seconds"], "peakMiB": line["peakMiB"]})
                results[engine, precision] = result
    reference = results.get(("eager", "fp32"))
    for key, result in results.items() if reference else []:
        for line in run_json([PEERS, ROOT / "tests/bench/peer.py", "compare", result, reference]):
            table.lines[key].update(line)
    table.show(16 * size * size / 1e6, gflop)
    return {"network": network, "input": f"{size} x {size}", "lines": list(table.lines.values())}, gflop / size**2


def timed(command):
    """Seconds and peak memory of a program."""
    start = datetime.datetime.now()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise RuntimeError(f"{command[0]} failed")
    return {"seconds": (datetime.datetime.now() - start).total_seconds(), "peakMiB": usage.ru_maxrss >> 10}


def bench_file(network, megapixels, rounds, folder, gflop_per_pixel):
    """A JPEG to a JPEG; the peers load their libraries before the clock runs."""
    photo = folder / "photo.jpg"
    cli = [PROGRAMS / "enlarger-cli", "upscale"]
    make_photo(photo, megapixels)
    table = Table(f"{network}, a JPEG of {megapixels} megapixels to a JPEG")
    for _ in range(rounds):
        for precision in our_precisions():
            table.add("Enlarger", precision, timed([*cli, photo, "-o", folder / "ours.jpg", "--model", NETWORKS[network], "--precision", precision,
                                                    "--if-exists", "overwrite"]))
        for engine, precision in peers():
            if (engine, precision) not in (("onnxruntime", "fp32"), ("compile", "bf16")):
                for line in run_json([PEERS, ROOT / "tests/bench/peer.py", "photo", engine, precision, folder / network, photo,
                                      folder / "theirs.jpg", "--repeats", 1]):
                    table.add(engine, precision, {"seconds": line["seconds"], "peakMiB": line["peakMiB"]})
    table.show(16 * megapixels, gflop_per_pixel * megapixels * 1e6)
    return {"network": network, "input": f"JPEG of {megapixels} megapixels", "lines": list(table.lines.values())}


def bench_speed(machine, quick):
    rounds = 1 if quick else 3
    tables = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for network in NETWORKS:
            if peers():
                export(network, folder)
            for size in (128,) if quick else (64, 128, 256):
                table, gflop_per_pixel = bench_tile(network, size, 1 if size == 256 and network != "photo-x4" else rounds, folder)
                tables.append(table)
            if not quick or network == "photo-x4":
                tables.append(bench_file(network, 1, 1 if network != "photo-x4" else rounds, folder, gflop_per_pixel))
    if not peers():
        print("  ./dev peers fetches the engines to compare with")
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout.strip()
    RESULTS.write_text(json.dumps({"machine": machine, "commit": commit, "date": datetime.date.today().isoformat(), "tables": tables}, indent=1))
    print(f"\nas JSON: {RESULTS.relative_to(ROOT)}")
