// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/train/data_report_text.h"
#include "app/cli/train/pack_request.h"
#include "core/image/read/photo_reader.h"
#include "tests/app/cli/cli_program.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace enlarger;
using enlarger::tests::CliProgram;
using enlarger::tests::CliResult;

namespace {

QStringList words(const char* line)
{
    return QString::fromLatin1(line).split(QLatin1Char(' '));
}

} // namespace

class CliPackTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<CliProgram> m_cli;

    CliResult run(const char* line) { return m_cli->run(words(line)); }

private Q_SLOTS:
    void init()
    {
        m_cli = std::make_unique<CliProgram>();
        for (const char* name : {"photos/a.png", "photos/b.png", "photos/skip/c.png"})
            m_cli->writePicture(name, 140 + name[7], 130); // of different sizes, so no duplicates
        m_cli->writeText("photos/broken.jpg", "text");
    }

    void packsAFolder()
    {
        const CliResult packed = run("pack photos -o pack --exclude skip --note mine");
        QVERIFY2(packed.exitCode == 0, qPrintable(packed.err));
        QVERIFY2(packed.err.contains(QStringLiteral("Training data: 2 pictures")), qPrintable(packed.err));
        QVERIFY(packed.err.contains(QStringLiteral("1 cannot be read")));
        QVERIFY(packed.err.contains(QStringLiteral("this is a text file, not a photo")));
        QVERIFY2(packed.out.startsWith(QStringLiteral("2 patches, ")), qPrintable(packed.out));
        QVERIFY(std::filesystem::exists(m_cli->path("pack.safetensors")));

        const CliResult again = run("pack photos -o pack");
        QCOMPARE(again.exitCode, 1);
        QVERIFY2(again.err.contains(QStringLiteral("there is a file of that name")), qPrintable(again.err));
        QCOMPARE(run("pack photos -o pack --replace").exitCode, 0);
    }

    void splitsAndTeaches()
    {
        const CliResult split = run("pack photos -o pack --max-size 100k");
        QVERIFY2(split.exitCode == 0, qPrintable(split.err));
        QVERIFY(std::filesystem::exists(m_cli->path("pack-00001-of-00003.safetensors")));
        m_cli->importModel("x4_new.safetensors", QStringLiteral("tiny"));
        const CliResult taught = run("pack photos -o taught --degradation photo --teacher tiny --device cpu");
        QVERIFY2(taught.exitCode == 0, qPrintable(taught.err));
        QFile file(QString::fromStdString(m_cli->path("taught.safetensors").string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.read(4096).contains("HR made by tiny"));
        const CliResult alone = run("pack photos -o alone --teacher tiny");
        QCOMPARE(alone.exitCode, 1);
        QVERIFY2(alone.err.contains(QStringLiteral("needs LR pictures")), qPrintable(alone.err));
        const CliResult unknown = run("pack photos -o unknown --teacher nobody --degradation photo");
        QCOMPARE(unknown.exitCode, 1);
        QVERIFY(unknown.err.contains(QStringLiteral("nobody")));
    }

    void degradesAPhoto()
    {
        const CliResult result = run("degrade photos/a.png --kind real --seed 3 -o lr.png");
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        const auto lr = image::readPhoto(m_cli->path("lr.png"));
        QVERIFY(lr.ok());
        QCOMPARE(lr->height(), 32);
        QCOMPARE(run("degrade photos/a.png --kind real --seed 3 -o lr.png").exitCode, 1);
        QCOMPARE(run("degrade photos/a.png --kind real --seed 3 -o lr.png --replace").exitCode, 0);
        QCOMPARE(run("degrade photos/a.png --scale 2").exitCode, 0);
        QVERIFY(std::filesystem::exists(m_cli->path("photos/a_x2_LR.png")));
        const CliResult itself = run("degrade photos/a.png -o photos/../photos/a.png --replace");
        QCOMPARE(itself.exitCode, 2);
        QVERIFY2(itself.err.contains(QStringLiteral("never replaced")), qPrintable(itself.err));
        QCOMPARE(image::readPhoto(m_cli->path("photos/a.png"))->height(), 130);
        const CliResult broken = run("degrade photos/broken.jpg -o x.png");
        QCOMPARE(broken.exitCode, 1);
        QVERIFY(broken.err.contains(QStringLiteral("broken.jpg: this is a text file")));
        QVERIFY(!std::filesystem::exists(m_cli->path("x.png")));
    }

    // The recipe's degradation can be looked at, and changed, before a training.
    void degradesAsSet()
    {
        const auto bytes = [this](const char* name) {
            QFile file(QString::fromStdString(m_cli->path(name).string()));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QCOMPARE(run("degrade photos/a.png --kind photo -o usual.png").exitCode, 0);
        const CliResult noisy =
            run("degrade photos/a.png --kind photo --set degradation.photo.noise-sigma=60,60 -o noisy.png");
        QVERIFY2(noisy.exitCode == 0, qPrintable(noisy.err));
        QVERIFY(bytes("usual.png") != bytes("noisy.png"));
        m_cli->writeText("mine.json",
                         R"({"generator": {"scale": 2}, "data": {"degradation": "photo", "crop": 64},
                                          "degradation": {"photo": {"noise-sigma": [60, 60]}}})");
        QCOMPARE(run("degrade photos/a.png --recipe mine.json --scale 4 -o recipe.png").exitCode, 0);
        QVERIFY(bytes("recipe.png") == bytes("noisy.png"));
        QCOMPARE(run("degrade photos/a.png --recipe mine.json -o half.png").exitCode, 0);
        const auto half = image::readPhoto(m_cli->path("half.png"));
        QVERIFY(half.ok());
        QCOMPARE(half->height(), 65);

        QCOMPARE(run("pack photos -o usual --degradation photo").exitCode, 0);
        QCOMPARE(run("pack photos -o noisy --degradation photo --set degradation.photo.noise-sigma=60,60")
                     .exitCode,
                 0);
        QVERIFY(bytes("usual.safetensors") != bytes("noisy.safetensors"));
    }

    void complains_data()
    {
        QTest::addColumn<QString>("complaint");
        const auto row = [](const char* line, const char* complaint) {
            QTest::newRow(line) << QString::fromLatin1(complaint);
        };
        row("pack -o x", "no folder is given");
        row("pack photos", "-o FILE is needed");
        row("pack photos -o x --max-size lots", "--max-size takes a size as 48M or 2G, not 'lots'");
        row("pack photos -o x --degradation foto", "--degradation takes bicubic");
        row("pack photos -o x --crop 3", "--crop takes a whole number from 16");
        row("pack photos -o x --limit 0", "--limit takes a whole number from 1");
        row("degrade", "one photo must be given");
        row("degrade photos/a.png --kind blurry", "--kind takes bicubic, bicubic-8bit, photo, real");
        row("degrade photos/a.png --set data.crop=64", "changes fields of 'degradation.' here");
        row("degrade photos/a.png --set degradation.photo.blur=1", "Did you mean 'degradation.photo.blur-");
        row("pack photos -o x --set degradation.photo.jpeg-chance=0", "--degradation, which is not given");
        row("degrade photos/a.png -o lr.bmp", "does not say a format that can be written");
    }
    void complains()
    {
        QFETCH(QString, complaint);
        const CliResult result = run(QTest::currentDataTag());
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.err.contains(complaint), qPrintable(result.err));
    }

    void understandsSizes()
    {
        QCOMPARE(cli::bytesFrom("48M").value_or(0), std::int64_t(48) << 20);
        QCOMPARE(cli::bytesFrom("1.5G").value_or(0), std::int64_t(3) << 29);
        QCOMPARE(cli::bytesFrom("2gb").value_or(0), std::int64_t(2) << 30);
        QCOMPARE(cli::bytesFrom("300000").value_or(0), 300000);
        for (const char* wrong : {"", "M", "0", "-1M", "1T", "nan", "inf", "1e99", "12 MB", "48MM"})
            QVERIFY2(!cli::bytesFrom(wrong), wrong);
    }

    void tellsWhatWasFound()
    {
        train::DataReport report;
        report.neededSide = 128;
        report.megapixels = 12.34;
        report.used.resize(3);
        report.patches = 700;
        report.usefulPatches = 650;
        for (int i = 0; i < 7; ++i)
            report.tooSmall.push_back({"small" + std::to_string(i) + "\x1b[2J.png", {}, 40, 30});
        report.duplicates.push_back({"b.png", "a.png"});
        report.otherFiles = 1;
        report.otherColours = 2;
        report.notes["CMYK was converted to sRGB"] = 1;
        const QString text = QString::fromStdString(cli::textOf(report));
        QVERIFY(text.startsWith(QStringLiteral(
            "Training data: 3 pictures, 12.3 megapixels; about 650 useful patches of 128 x 128 (of 700)")));
        QVERIFY(text.contains(QStringLiteral("7 are below 128 x 128 pixels:")));
        QVERIFY(text.contains(QStringLiteral("small4?[2J.png (40 x 30)")));
        QVERIFY(!text.contains(QStringLiteral("small5")));
        QVERIFY(text.contains(QStringLiteral("and 2 more")));
        QVERIFY(text.contains(QStringLiteral("b.png has the pixels of a.png")));
        QVERIFY(text.contains(QStringLiteral("2 pictures have a colour profile other than sRGB")));
        QVERIFY(text.contains(QStringLiteral("CMYK was converted to sRGB (1 picture)")));
        const QJsonObject json = cli::jsonOf(report);
        QCOMPARE(json[QStringLiteral("tooSmall")].toArray().size(), 7);
        QCOMPARE(json[QStringLiteral("usefulPatches")].toInt(), 650);
    }
};

QTEST_GUILESS_MAIN(CliPackTest)
#include "cli_pack_test.moc"
