// SPDX-License-Identifier: GPL-3.0-or-later
// enlarger-bare: what a machine with a card and little else can do.
#include "app/bare/evaluate_command.h"
#include "app/bare/report_error.h"
#include "app/bare/train_command.h"
#include "app/bench/engine_bench.h"
#include "app/bench/train_bench.h"
#include "core/base/byte_text.h"
#include "core/base/version.h"
#include "core/infer/selfcheck/self_check.h"
#include "core/train/parallel/processes.h"

#include <cstdio>
#include <string_view>

using namespace enlarger;

namespace {

int printHelp()
{
    std::printf(
        "enlarger-bare %s\n\n"
        "  enlarger-bare devices              what this machine can compute with\n"
        "  enlarger-bare selfcheck [DEVICE]   every network and precision on DEVICE (default: auto)\n"
        "                                     against fp32 on the CPU; exit code 1 if one is off\n"
        "  enlarger-bare bench [...]          times the engine: [MODEL FILE] [--size WxH] [--precision P]... "
        "[--repeats N]\n"
        "  enlarger-bare train PACKED...      trains on packed data: --recipe R [--from MODEL] --out FOLDER\n"
        "                                     [--minutes M] [--resume] [--device D] [--set FIELD=VALUE]...\n"
        "  enlarger-bare evaluate MODEL PACKED   PSNR and SSIM on Y, against bicubic: [--device D] "
        "[--features FOLDER]\n"
        "  enlarger-bare bench-train [...]    times training: [--recipe R] [--size S] [--precision P]... "
        "[--steps N]\n",
        programVersion);
    return 0;
}

int listDevices()
{
    for (const device::Device& device : device::devices()) {
        std::printf("%-8s %s, %s of %s free, best in %s", device.name.c_str(), device.description.c_str(),
                    bytesText(device.freeMemory).c_str(), bytesText(device.totalMemory).c_str(),
                    device::precisionName(device.bestPrecision));
        for (const std::string& feature : device.features)
            std::printf(", %s", feature.c_str());
        std::printf("\n");
    }
    return 0;
}

int selfCheck(const char* deviceName)
{
    const auto device = device::findDevice(deviceName);
    if (!device)
        return bare::reportError(device.error(), bare::usageError);
    std::printf("%s (%s) against fp32 on the CPU:\n", device->name.c_str(), device->description.c_str());
    StopGate gate;
    const auto results = infer::selfCheck(*device, gate);
    if (!results)
        return bare::reportError(results.error(), 1);
    int failures = 0;
    for (const infer::CheckResult& result : *results) {
        std::printf("%s  %-40s %s\n", result.passed ? "ok  " : "FAIL", result.name.c_str(),
                    result.detail.c_str());
        failures += result.passed ? 0 : 1;
    }
    std::size_t checks = results->size();
    if (device->name != "cpu") {
        const Status averaging = train::checkNccl(*device);
        const bool isMissing = !averaging && averaging.error().kind == ErrorKind::Unsupported;
        std::printf("%s  %-40s %s\n",
                    averaging   ? "ok  "
                    : isMissing ? "none"
                                : "FAIL",
                    "averaging gradients by NCCL", averaging ? "" : averaging.error().text().c_str());
        ++checks;
        failures += averaging || isMissing ? 0 : 1;
    }
    std::printf("%zu checks, %d off\n", checks, failures);
    return failures == 0 ? 0 : 1;
}

} // namespace

int main(int count, char** words)
try {
    const std::string_view command = count > 1 ? words[1] : "help";
    if (command == "help" || command == "--help" || command == "-h")
        return printHelp();
    device::openAccelerators(); // before anything touches a tensor
    if (command == "devices")
        return listDevices();
    if (command == "selfcheck")
        return selfCheck(count > 2 ? words[2] : "auto");
    if (command == "bench")
        return bench::engineBench(count - 1, words + 1);
    if (command == "bench-train")
        return bench::trainBench(count - 1, words + 1);
    if (command == "evaluate")
        return bare::evaluateCommand({words + 2, words + count});
    if (command == "train")
        return bare::trainCommand({words + 2, words + count});
    std::fprintf(stderr, "there is no command '%s'; enlarger-bare help lists them\n", words[1]);
    return bare::usageError;
} catch (const std::exception& problem) {
    std::fprintf(stderr, "%s\n", problem.what());
    return 1;
}
