// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/device/cpu_info.h"

#include "core/device/caching_cpu_allocator.h"
#include "core/system/main_memory.h"

#include <fstream>
#include <set>
#include <sstream>
#include <thread>

namespace enlarger::device {

namespace {

struct CpuInfo
{
    std::string vendor;
    std::string model;
    std::set<std::string> flags;
};

CpuInfo readCpuInfo()
{
    CpuInfo info;
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line) && !line.empty();) { // the first processor's paragraph
        const std::size_t colon = line.find(':');
        if (colon == std::string::npos)
            continue;
        const std::string key = line.substr(0, line.find_last_not_of(" \t", colon - 1) + 1);
        const std::string value = colon + 2 <= line.size() ? line.substr(colon + 2) : std::string();
        if (key == "vendor_id") {
            info.vendor = value;
        } else if (key == "model name") {
            info.model = value;
        } else if (key == "flags") {
            std::istringstream words(value);
            for (std::string flag; words >> flag;)
                info.flags.insert(flag);
        }
    }
    return info;
}

/// "Intel(R) Xeon(R) Processor" -> "Intel Xeon Processor"
std::string plainName(std::string name)
{
    for (const char* mark : {"(R)", "(TM)", "(tm)"})
        for (std::size_t at = name.find(mark); at != std::string::npos; at = name.find(mark))
            name.erase(at, std::char_traits<char>::length(mark));
    std::string plain;
    std::istringstream words(name);
    for (std::string word; words >> word;)
        plain += (plain.empty() ? "" : " ") + word;
    return plain.empty() ? "CPU" : plain;
}

/// The arithmetic that is quickest and good enough. Where there are no matrix units, AMD's vector units do
/// twice as many bf16 products as fp32 ones; Intel's do half as many, so that fp32 is both quicker and better
/// there (RRDBNet: 223 against 400 GFLOP/s on two cores).
Precision bestOf(const CpuInfo& info)
{
    if (info.flags.contains("amx_bf16"))
        return Precision::Bf16;
    if (info.flags.contains("avx512_bf16") && info.vendor != "GenuineIntel")
        return Precision::Bf16;
    return Precision::Fp32;
}

} // namespace

Device describeCpu()
{
    static const CpuInfo info = readCpuInfo();
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    Device cpu;
    cpu.name = "cpu";
    cpu.description =
        plainName(info.model) + ", " + std::to_string(cores) + (cores == 1 ? " core" : " cores");
    const std::pair<const char*, const char*> known[] = {{"avx2", "AVX2"},
                                                         {"avx512f", "AVX-512"},
                                                         {"avx512_bf16", "AVX-512 BF16"},
                                                         {"avx512_fp16", "AVX-512 FP16"},
                                                         {"amx_bf16", "AMX BF16"},
                                                         {"amx_fp16", "AMX FP16"}};
    for (const auto& [flag, name] : known)
        if (info.flags.contains(flag))
            cpu.features.emplace_back(name);
    cpu.bestPrecision = cpu.trainingPrecision = bestOf(info);
    const MainMemory memory = mainMemory();
    cpu.totalMemory = memory.total;
    cpu.freeMemory = memory.free + cpuAllocatorCacheBytes();
    return cpu;
}

} // namespace enlarger::device
