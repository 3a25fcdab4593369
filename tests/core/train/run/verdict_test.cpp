// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/trainer.h"
#include "core/train/run/verdict.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::train;
using Kind = Verdict::Kind;

Q_DECLARE_METATYPE(enlarger::train::Verdict::Kind)

namespace {

std::map<std::string, double> validation(double psnr, double lpips)
{
    std::map<std::string, double> values{{"psnr", psnr}};
    if (lpips > 0.0)
        values["lpips"] = lpips;
    return values;
}

Recipe recipeOf(const QString& kind)
{
    Recipe recipe;
    if (kind == "gan") {
        recipe.discriminator.kind = nn::DiscriminatorKind::UnetSn;
        recipe.loss.ganWeight = 0.1;
    } else if (kind == "start") {
        recipe.loss.target = LossTarget::Start;
    }
    return recipe;
}

} // namespace

class VerdictTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersAreWords_data()
    {
        QTest::addColumn<QString>("recipe");
        QTest::addColumn<double>("psnr");  // 30 before
        QTest::addColumn<double>("lpips"); // .300 before; 0: not measured
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("better") << "psnr" << 30.25 << 0.301 << Kind::Better
                                << "+0.25 dB on 3 kept photos, LPIPS the same: better than soft.";
        QTest::newRow("no gain to see") << "psnr" << 29.999 << 0.301 << Kind::Same
                                        << "+0.00 dB on 3 kept photos, LPIPS the same: no better than soft.";
        QTest::newRow("just below") << "psnr" << 30.029 << 0.0 << Kind::Same
                                    << "+0.03 dB on 3 kept photos: no better than soft.";
        QTest::newRow("just above") << "psnr" << 30.031 << 0.0 << Kind::Better
                                    << "+0.03 dB on 3 kept photos: better than soft.";
        QTest::newRow("softer") << "psnr" << 30.12 << 0.318 << Kind::Better
                                << "+0.12 dB on 3 kept photos, LPIPS 0.018 worse: truer than soft, and a "
                                   "little softer.";
        QTest::newRow("to the eye") << "psnr" << 30.01 << 0.29 << Kind::Better
                                    << "+0.01 dB on 3 kept photos, LPIPS 0.010 better: better than soft.";
        QTest::newRow("worse") << "psnr" << 29.9 << 0.29 << Kind::Worse
                               << "-0.10 dB on 3 kept photos, LPIPS 0.010 better: worse than soft.";
        QTest::newRow("texture") << "gan" << 29.1 << 0.211 << Kind::Better
                                 << "-0.90 dB on 3 kept photos, LPIPS 0.089 better: better than soft.";
        QTest::newRow("no texture") << "gan" << 30.1 << 0.31 << Kind::Worse
                                    << "+0.10 dB on 3 kept photos, LPIPS 0.010 worse: worse than soft.";
        QTest::newRow("who knows") << "gan" << 29.1 << 0.0 << Kind::Unknown
                                   << "-0.90 dB on 3 kept photos. Whether its texture is better, LPIPS would "
                                      "tell: its two small files are not in the folder for features.";
        QTest::newRow("to stay") << "start" << 29.95 << 0.301 << Kind::AsBefore
                                 << "-0.05 dB on 3 kept photos, LPIPS the same: as soft, as it should be.";
        QTest::newRow("has not stayed") << "start" << 29.5 << 0.301 << Kind::Worse
                                        << "-0.50 dB on 3 kept photos, LPIPS the same: worse than soft.";
    }
    void numbersAreWords()
    {
        QFETCH(QString, recipe);
        QFETCH(double, psnr);
        QFETCH(double, lpips);
        QFETCH(Kind, kind);
        QFETCH(QString, sentence);
        RunResult result;
        result.recipe = recipeOf(recipe);
        result.steps = result.selectedStep = 40;
        result.heldOut = 3;
        result.parent = "soft";
        result.start = validation(30.0, lpips > 0.0 ? 0.3 : 0.0);
        result.validation = validation(psnr, lpips);
        const Verdict verdict = verdictOf(result);
        QVERIFY(verdict.kind == kind);
        QCOMPARE(QString::fromStdString(verdict.sentence()), sentence);
    }

    void withoutAStartThereIsBicubic()
    {
        RunResult result;
        result.steps = result.selectedStep = 40;
        QVERIFY(verdictOf(result).kind == Kind::Unknown);
        QVERIFY(verdictOf(result).figures().empty());
        result.heldOut = 1;
        result.bicubic = validation(24.33, 0.0);
        result.validation = validation(24.81, 0.0);
        QCOMPARE(verdictOf(result).sentence(), std::string("+0.48 dB on 1 kept photo: better than bicubic."));
        result.heldOut = 4;
        result.heldOutParts = true;
        QCOMPARE(verdictOf(result).sentence(), std::string("+0.48 dB on 4 kept parts: better than bicubic."));
    }

    // What the steps had made of it, where the start is kept.
    void aStartThatIsKeptIsNotItsOwnVerdict()
    {
        RunResult result;
        result.steps = 40;
        result.heldOut = 3;
        result.start = result.validation = validation(30.0, 0.0);
        result.last = validation(29.8, 0.0);
        QVERIFY(verdictOf(result).kind == Kind::Worse);
        QCOMPARE(verdictOf(result).against, std::string("the network that it began with"));
    }
};

QTEST_GUILESS_MAIN(VerdictTest)
#include "verdict_test.moc"
