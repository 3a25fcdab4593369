// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan counts on is what a network takes: measured, of networks as large as people have them.
#include "core/device/allocator_cache.h"
#include "core/infer/engine/model_maker.h"
#include "core/infer/engine/upscale_model.h"
#include "core/nn/network.h"
#include "tests/support/test_files.h"

#include <QTest>

#include <algorithm>
#include <fstream>
#include <sstream>

using namespace enlarger;
using namespace enlarger::infer;
using nn::Architecture;

namespace {

/// A line of /proc/self/status, in bytes.
std::int64_t memoryLine(const std::string& name)
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(name)) {
            std::int64_t kibibytes = 0;
            std::istringstream(line.substr(name.size())) >> kibibytes;
            return kibibytes * 1024;
        }
    return 0;
}

image::Image grey(int width, int height)
{
    image::Image picture(width, height, 3);
    std::fill_n(picture.data(), picture.size(), 0.5F);
    return picture;
}

bool isSanitized()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return true;
#else
    return false;
#endif
}

} // namespace

Q_DECLARE_METATYPE(nn::NetworkSpec)

class WorkingMemoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void planCoversThePeak_data();
    void planCoversThePeak();
};

void WorkingMemoryTest::planCoversThePeak_data() // of few blocks: more of them take no more; small ones first
{
    QTest::addColumn<nn::NetworkSpec>("spec");
    QTest::newRow("SPAN") << nn::NetworkSpec{.architecture = Architecture::Span, .features = 48, .blocks = 6};
    QTest::newRow("OmniSR") << nn::NetworkSpec{
        .architecture = Architecture::OmniSr, .features = 64, .blocks = 1};
    nn::NetworkSpec spec{.architecture = Architecture::RealPlksr, .features = 64, .blocks = 2};
    QTest::newRow("RealPLKSR") << spec;
    spec.plksr.dySampleGroups = 4;
    spec.plksr.dySampleEnd = true;
    QTest::newRow("RealPLKSR, DySample") << spec;
    spec = {.architecture = Architecture::SwinIr,
            .features = 180,
            .blocks = 1,
            .attention = {.depths = {2}, .heads = {6}, .hidden = 360, .tail = nn::AttentionTail::Nearest}};
    QTest::newRow("SwinIR") << spec;
    spec.architecture = Architecture::Dat;
    spec.attention.tail = nn::AttentionTail::Shuffle;
    spec.attention.windowWidth = 16;
    QTest::newRow("DAT small") << spec;
    spec.attention.windowWidth = 32;
    spec.attention.hidden = 720;
    QTest::newRow("DAT") << spec;
}

void WorkingMemoryTest::planCoversThePeak()
{
    QFETCH(nn::NetworkSpec, spec);
    if (isSanitized() || memoryLine("VmHWM:") == 0)
        QSKIP("memory cannot be measured here");
    const NetworkSource source = [spec]() -> Result<std::shared_ptr<nn::Network>> {
        return nn::makeNetwork(spec);
    };
    const auto cpu = device::findDevice("cpu");
    ENLARGER_VERIFY(cpu);
    const auto model = ModelMaker::make(source, *cpu, device::Precision::Fp32);
    ENLARGER_VERIFY(model);
    StopGate gate;
    ENLARGER_VERIFY((*model)->upscale(grey(64, 64), gate)); // what is made once
    device::emptyAllocatorCache();                          // what it holds would not be taken again
    constexpr int side = 192;
    const image::Image picture = grey(side, side);
    std::ofstream("/proc/self/clear_refs") << "5"; // the peak begins anew
    const std::int64_t before = memoryLine("VmRSS:");
    ENLARGER_VERIFY((*model)->upscale(picture, gate));
    const double peak = double(memoryLine("VmHWM:") - before);
    const double planned = double((*model)->traits().workingBytes(side, side));
    qInfo("%.0f MiB taken, %.0f MiB planned", peak / 1048576.0, planned / 1048576.0);
    QVERIFY2(peak < 1.1 * planned, "more than planned");
}

QTEST_GUILESS_MAIN(WorkingMemoryTest)
#include "working_memory_test.moc"
