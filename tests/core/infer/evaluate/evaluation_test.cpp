// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/evaluate/evaluation.h"

#include "core/image/resample/resample.h"
#include "tests/core/image/linear_twin.h"
#include "tests/core/infer/small_models.h"
#include "tests/core/infer/synthetic_network.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;
using image::Image;

class EvaluationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linearPicturesAreMeasuredAsTheirTwins_data();
    void linearPicturesAreMeasuredAsTheirTwins();
};

void EvaluationTest::linearPicturesAreMeasuredAsTheirTwins_data()
{
    QTest::addColumn<bool>("hasLr");
    QTest::newRow("pairs") << true;
    QTest::newRow("LR is made") << false;
}

void EvaluationTest::linearPicturesAreMeasuredAsTheirTwins()
{
    QFETCH(bool, hasLr);
    const QTemporaryDir folder;
    const auto file = [&](const char* name) { return folder.filePath(name).toStdString(); };
    Image hr = image::resize(noise(12, 11, 3), 80, 72);
    for (float& value : std::span(hr.data(), hr.size()))
        value = 0.1f + 0.8f * std::clamp(value, 0.0f, 1.0f);
    const Image lr = image::resize(hr, 40, 36);
    const auto measured = [&](const char* hrName, const char* lrName) {
        EvaluationSet set;
        set.pairs.push_back({"picture", file(hrName), hasLr ? file(lrName) : std::string()});
        StopGate gate;
        auto evaluation = evaluate(set, 2, {compactModel()}, gate);
        if (!evaluation)
            qFatal("%s", evaluation.error().text().c_str());
        return *evaluation;
    };
    ENLARGER_VERIFY(writePng16(file("hr.png"), hr));
    ENLARGER_VERIFY(writePng16(file("lr.png"), lr));
    ENLARGER_VERIFY(writePng16(file("linear_hr.png"), linearOf(hr), linearProfile(3)));
    ENLARGER_VERIFY(writePng16(file("linear_lr.png"), linearOf(lr), linearProfile(3)));
    const Evaluation srgb = measured("hr.png", "lr.png");
    const Evaluation linear = measured("linear_hr.png", "linear_lr.png");
    QVERIFY(srgb.bicubic.psnrRgb > 20.0);
    // Of 8 bits, which roundings of 16 may move by one here and there.
    QVERIFY(std::abs(linear.bicubic.psnrRgb - srgb.bicubic.psnrRgb) < 0.1);
    QVERIFY(std::abs(linear.models[0].psnrY - srgb.models[0].psnrY) < 0.1);
}

QTEST_GUILESS_MAIN(EvaluationTest)
#include "evaluation_test.moc"
