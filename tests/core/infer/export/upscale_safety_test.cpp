// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/export/photo_upscaler.h"

#include "core/base/atomic_file.h"
#include "core/image/read/photo_reader.h"
#include "core/infer/export/export_plan.h"
#include "core/system/main_memory.h"

#include "tests/core/infer/export/upscale_folder.h"
#include "tests/core/infer/small_models.h"
#include "tests/core/infer/synthetic_network.h"
#include "tests/support/counting_gate.h"
#include "tests/support/test_files.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <fstream>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;
using image::PhotoFormat;
namespace fs = std::filesystem;

class UpscaleSafetyTest : public QObject, private UpscaleFolder
{
    Q_OBJECT

private Q_SLOTS:
    void init() { openFolder(); }
    void littleMemoryBringsTiles();
    void decodersCountAsMemory();
    void smallCropsNeedLittleMemory();
    void cancelLeavesNoFile();
    void damagedPhotoLeavesNoFile();
    void existingFilesAreSafe();
    void nameThatIsTakenMeanwhile();
    void sourceIsNeverReplaced();
    void optionsThatMakeNoSense();
    void speedIsRemembered();
};

void UpscaleSafetyTest::littleMemoryBringsTiles()
{
    auto request = options(smoothPicture(600, 300, 3));
    const PhotoUpscaler upscaler(compactModel());
    const auto plenty = upscaler.plan(request, m_gate);
    ENLARGER_VERIFY(plenty);
    request.memoryShare = 1e-9;
    const auto scarce = upscaler.plan(request, m_gate);
    ENLARGER_VERIFY(scarce);
    QVERIFY(plenty->strip > 0 && plenty->tile == 0); // an exact stream
    QVERIFY(scarce->strip == 0 && scarce->tile > 0 && scarce->tile < 600);
    QVERIFY(std::any_of(scarce->notes.begin(), scarce->notes.end(),
                        [](const std::string& note) { return note.find("Memory is short") == 0; }));
}

void UpscaleSafetyTest::decodersCountAsMemory()
{
    const auto request = options(smoothPicture(600, 300, 3));
    const auto model = compactModel();
    const auto reader = image::PhotoReader::open(request.input);
    ENLARGER_VERIFY(reader);
    const auto plain = planExport(*model, request, reader->info(), Measuring{m_gate, {}});
    ENLARGER_VERIFY(plain);
    QVERIFY(plain->spareMemory > 0);

    constexpr std::int64_t decoding = std::int64_t(64) << 20;
    image::PhotoInfo info = reader->info();
    info.decodingMemory = decoding;
    const auto more = planExport(*model, request, info, Measuring{m_gate, {}});
    ENLARGER_VERIFY(more);
    QVERIFY(std::abs(double(more->summary.memory - plain->summary.memory - decoding)) < 16 << 20);

    info.decodingMemory = mainMemory().total; // beside which nothing fits
    const auto refused = planExport(*model, request, info, Measuring{m_gate, {}});
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().kind, ErrorKind::OutOfMemory);
    QCOMPARE(refused.error().file, request.input);
    QVERIFY2(refused.error().what.find("of memory") != std::string::npos, refused.error().what.c_str());
}

void UpscaleSafetyTest::smallCropsNeedLittleMemory()
{
    auto request = options(smoothPicture(600, 300, 3));
    const auto model = farSightedModel();
    const auto reader = image::PhotoReader::open(request.input);
    ENLARGER_VERIFY(reader);
    const auto whole = planExport(*model, request, reader->info(), Measuring{m_gate, {}});
    ENLARGER_VERIFY(whole);
    request.crop = image::PixelRect{100, 100, 64, 64};
    const auto crop = planExport(*model, request, reader->info(), Measuring{m_gate, {}});
    ENLARGER_VERIFY(crop);
    constexpr std::int64_t mebibyte = 1 << 20;
    QVERIFY(crop->passes.front().memory.main < 3 * mebibyte);
    QVERIFY(whole->passes.front().memory.main > 6 * mebibyte);
}

void UpscaleSafetyTest::cancelLeavesNoFile()
{
    auto request = options(smoothPicture(64, 64, 3));
    request.tile = 24;
    request.size.factor = 3.0;
    const PhotoUpscaler upscaler(compactModel());
    ENLARGER_VERIFY(upscaler.plan(request, m_gate)); // the speed is known from here on
    CountingGate all(1 << 20);
    ENLARGER_VERIFY(upscaler.run(request, all));
    const int passes = (1 << 20) - all.left();
    fs::remove(request.output);
    const QStringList before = files();
    for (int i = 0; i < passes; i += std::max(1, passes / 12)) {
        CountingGate gate(i);
        const auto report = upscaler.run(request, gate);
        QVERIFY(!report.ok());
        QCOMPARE(report.error().kind, ErrorKind::Cancelled);
        QCOMPARE(files(), before);
    }
}

void UpscaleSafetyTest::damagedPhotoLeavesNoFile()
{
    auto request = options(noise(200, 200, 3));
    fs::resize_file(request.input, fs::file_size(request.input) / 2);
    const QStringList before = files();
    const auto report = PhotoUpscaler(compactModel()).run(request, m_gate);
    QVERIFY(!report.ok());
    QCOMPARE(report.error().file, request.input);
    QCOMPARE(files(), before);
}

void UpscaleSafetyTest::existingFilesAreSafe()
{
    auto request = options(smoothPicture(64, 64, 3));
    std::ofstream(request.output) << "precious";
    const PhotoUpscaler upscaler(compactModel());
    const auto isUntouched = [&] {
        std::string content;
        std::ifstream(request.output) >> content;
        return content == "precious";
    };
    QVERIFY(!upscaler.run(request, m_gate).ok()); // not asked to replace it
    QVERIFY(isUntouched());

    request.replace = true;
    ENLARGER_VERIFY(upscaler.plan(request, m_gate));
    CountingGate gate(3);
    QVERIFY(!upscaler.run(request, gate).ok()); // asked, but cancelled
    QVERIFY(isUntouched());
    ENLARGER_VERIFY(upscaler.run(request, m_gate));
    QVERIFY(!isUntouched());
}

// Another program writes a file of the name while the result is being made.
void UpscaleSafetyTest::nameThatIsTakenMeanwhile()
{
    auto request = options(smoothPicture(40, 30, 3));
    const fs::path wanted = request.output;
    const PhotoUpscaler upscaler(compactModel());
    const auto run = [&] {
        fs::remove(wanted);
        return upscaler.run(request, m_gate, [&](const Progress&) { std::ofstream(wanted) << "theirs"; });
    };
    const auto contentOf = [](const fs::path& file) {
        std::string content;
        std::ifstream(file) >> content;
        return content;
    };
    const auto refused = run();
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::FileExists);
    QCOMPARE(contentOf(wanted), std::string("theirs"));

    request.numbered = wanted;
    for (int number = 2; number <= 3; ++number) {
        const auto numbered = run();
        ENLARGER_VERIFY(numbered);
        QCOMPARE(numbered->output, numberedName(wanted, number));
        QVERIFY(fs::file_size(numbered->output) > 100);
        QCOMPARE(contentOf(wanted), std::string("theirs"));
        QVERIFY(numbered->notes.back().find(numbered->output.filename().string()) != std::string::npos);
    }

    request.replace = true;
    const auto replaced = run();
    ENLARGER_VERIFY(replaced);
    QCOMPARE(replaced->output, wanted);
    QVERIFY(contentOf(wanted) != "theirs");
}

void UpscaleSafetyTest::sourceIsNeverReplaced()
{
    auto request = options(smoothPicture(20, 20, 3));
    request.replace = true;
    request.format = PhotoFormat::Png;
    fs::create_symlink(request.input, path("link.png"));
    fs::create_hard_link(request.input, path("hard.png"));
    const auto size = fs::file_size(request.input);
    for (const auto& output : {request.input, path("link.png"), path("hard.png"), path("./in.png")}) {
        request.output = output;
        const auto report = PhotoUpscaler(compactModel()).run(request, m_gate);
        QVERIFY(!report.ok());
        QCOMPARE(report.error().kind, ErrorKind::BadInput);
    }
    QCOMPARE(fs::file_size(request.input), size);
}

void UpscaleSafetyTest::optionsThatMakeNoSense()
{
    const auto good = options(smoothPicture(20, 20, 3));
    const auto isRefused = [&](auto change) {
        auto request = good;
        change(request);
        const auto report = PhotoUpscaler(compactModel()).run(request, m_gate);
        return !report.ok() && !report.error().advice.empty() && !fs::exists(good.output);
    };
    QVERIFY(isRefused([](auto& request) { request.tile = 3; }));
    QVERIFY(isRefused([](auto& request) { request.tile = -64; }));
    QVERIFY(isRefused([](auto& request) { request.memoryShare = 0.0; }));
    QVERIFY(isRefused([](auto& request) { request.memoryShare = std::nan(""); }));
    QVERIFY(isRefused([](auto& request) { request.bits = 12; }));
    QVERIFY(isRefused([](auto& request) { request.size.factor = -1.0; }));
    QVERIFY(
        isRefused([](auto& request) { request.output = request.input.parent_path() / "none" / "out.tif"; }));
    QVERIFY(isRefused([](auto& request) { request.output = request.input.parent_path(); }));
    QVERIFY(isRefused([](auto& request) {
        request.format = PhotoFormat::WebP;
        request.size.width = 20000;
    }));
}

void UpscaleSafetyTest::speedIsRemembered()
{
    const auto request = options(smoothPicture(64, 64, 3));
    const PhotoUpscaler upscaler(compactModel());
    const auto first = upscaler.plan(request, m_gate);
    ENLARGER_VERIFY(first);
    QVERIFY(fs::exists(path("cache/speeds.json")));
    CountingGate closed(0); // a second measurement could not pass
    const auto second = upscaler.plan(request, closed);
    ENLARGER_VERIFY(second);
    QCOMPARE(second->seconds, first->seconds);
}

QTEST_GUILESS_MAIN(UpscaleSafetyTest)
#include "upscale_safety_test.moc"
