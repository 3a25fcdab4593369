// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/tiling/halo.h"

#include "core/infer/tiling/calibration_photo.h"
#include "tests/core/infer/small_models.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;

class HaloTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void shortReachIsTheHalo();
    void longReachIsMeasuredOnce();
    void damagedMemoryIsMeasuredAgain();
    void cancelPassesThrough();
    void calibrationPhotoIsAPhoto();

private:
    std::filesystem::path cache() const { return m_folder->path().toStdString(); }
    std::unique_ptr<QTemporaryDir> m_folder;
    StopGate m_open;
};

namespace {

class ClosedGate : public Gate
{
public:
    void pass() override { throw CancelledException{}; }
};

} // namespace

void HaloTest::shortReachIsTheHalo()
{
    const auto model = compactModel();
    ClosedGate gate; // nothing is measured
    const auto halo = haloOf(*model, "a", cache(), gate);
    ENLARGER_VERIFY(halo);
    QCOMPARE(*halo, model->traits().receptiveRadius);
}

void HaloTest::longReachIsMeasuredOnce()
{
    const auto model = farSightedModel();
    QVERIFY(model->traits().receptiveRadius > longestExactHalo);
    int notices = 0;
    const auto halo = haloOf(*model, "a", cache(), m_open, [&](const std::string&) { ++notices; });
    ENLARGER_VERIFY(halo);
    QVERIFY(*halo >= 8 && *halo <= 64);
    QCOMPARE(notices, 1);

    ClosedGate gate;
    const auto again = haloOf(*model, "a", cache(), gate, [&](const std::string&) { ++notices; });
    ENLARGER_VERIFY(again);
    QCOMPARE(*again, *halo);
    QCOMPARE(notices, 1);
    QVERIFY(!haloOf(*model, "another", cache(), gate).ok());
}

void HaloTest::damagedMemoryIsMeasuredAgain()
{
    const auto model = farSightedModel();
    const auto halo = haloOf(*model, "", {}, m_open); // nothing to remember it under, nowhere to keep it
    ENLARGER_VERIFY(halo);
    for (const char* text : {"{\"a\": 1000000000}", "{\"a\""}) {
        std::ofstream(cache() / "halos.json") << text;
        const auto measured = haloOf(*model, "a", cache(), m_open);
        ENLARGER_VERIFY(measured);
        QCOMPARE(*measured, *halo);
    }
}

void HaloTest::cancelPassesThrough()
{
    ClosedGate gate;
    const auto halo = haloOf(*farSightedModel(), "a", cache(), gate);
    QVERIFY(!halo.ok());
    QCOMPARE(halo.error().kind, ErrorKind::Cancelled);
    QVERIFY(!std::filesystem::exists(cache() / "halos.json"));
}

void HaloTest::calibrationPhotoIsAPhoto()
{
    const image::Image photo = calibrationPhoto(160);
    QCOMPARE(photo.channels(), 3);
    double sum = 0.0;
    double squares = 0.0;
    for (std::size_t i = 0; i < photo.size(); ++i) {
        QVERIFY(photo.data()[i] >= 0.0f && photo.data()[i] <= 1.0f);
        sum += photo.data()[i];
        squares += double(photo.data()[i]) * photo.data()[i];
    }
    const double mean = sum / double(photo.size());
    QVERIFY(mean > 0.3 && mean < 0.7);
    QVERIFY(squares / double(photo.size()) - mean * mean > 0.03); // contrast
    const image::Image again = calibrationPhoto(160);
    QVERIFY(std::equal(photo.data(), photo.data() + photo.size(), again.data()));
}

QTEST_GUILESS_MAIN(HaloTest)
#include "halo_test.moc"
