// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_reader.h"
#include "core/image/write/photo_writer.h"
#include "core/models/model_store.h"
#include "tests/app/cli/cli_program.h"
#include "tests/support/test_files.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QtEndian>

#include <csignal>
#include <cstring>
#include <fstream>

using enlarger::tests::CliProgram;
using enlarger::tests::CliResult;
namespace fs = std::filesystem;
using Names = std::vector<std::string>;

class CliUpscaleTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<CliProgram> m_cli;

    /// Two models of one ancestry, "family-faithful" and "family-crisp", which makes everything brighter.
    void keepPair()
    {
        QFile file(QString::fromStdString(enlarger::tests::dataFile("weights/x4_new.safetensors").string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray bytes = file.readAll();
        const auto headerSize = qFromLittleEndian<quint64>(bytes.constData());
        const QJsonObject header = QJsonDocument::fromJson(bytes.mid(8, qsizetype(headerSize))).object();
        const QJsonArray place = header[text("conv_last.bias")][text("data_offsets")].toArray();
        const qsizetype data = 8 + qsizetype(headerSize);
        for (qsizetype at = data + place[0].toInteger(); at < data + place[1].toInteger(); at += 4) {
            float bias = 0.0F;
            std::memcpy(&bias, bytes.constData() + at, sizeof bias);
            bias += 0.2F;
            std::memcpy(bytes.data() + at, &bias, sizeof bias);
        }
        m_cli->writeText("brighter.safetensors", bytes.toStdString());
        const enlarger::models::ModelStore store(m_cli->dataPath("models"), {});
        enlarger::cards::Card card;
        card.ancestry = "family";
        card.name = "family-faithful";
        card.role = "faithful";
        ENLARGER_VERIFY(store.add(enlarger::tests::dataFile("weights/x4_new.safetensors"), card));
        card.name = "family-crisp";
        card.role = "crisp";
        ENLARGER_VERIFY(store.add(m_cli->path("brighter.safetensors"), card));
    }
    static QString text(const char* latin) { return QString::fromLatin1(latin); }

private Q_SLOTS:
    void init()
    {
        m_cli = std::make_unique<CliProgram>();
        m_cli->importModel("x4_new.safetensors", text("realesrgan-x4plus")); // the default model, small
    }

    void enlargesBesideTheSource()
    {
        m_cli->writePicture("photo.png", 24, 16);
        m_cli->writePicture("sub/photo.jpg", 20, 10);
        const CliResult result = m_cli->upscale(text("photo.png sub/photo.jpg"));
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        QCOMPARE(m_cli->files(), (Names{"photo.png", "photo_x4.png", "sub/photo.jpg", "sub/photo_x4.jpg"}));
        QVERIFY(result.out.contains(text("24 x 16 -> 96 x 64, realesrgan-x4plus")));
        QVERIFY(result.err.contains(text("network: realesrgan-x4plus, "))); // and why
        const auto picture = enlarger::image::readPhoto(m_cli->path("photo_x4.png"));
        ENLARGER_VERIFY(picture);
        QCOMPARE(picture->width(), 96);
        QCOMPARE(picture->height(), 64);
    }

    void namesByTemplateAndSize()
    {
        m_cli->writePicture("p.png", 24, 16);
        QCOMPARE(m_cli->upscale(text("p.png --width 60")).exitCode, 0);
        QCOMPARE(m_cli->upscale(text("p.png --scale 2.5 --format jpg --quality 80")).exitCode, 0);
        QCOMPARE(m_cli
                     ->upscale(text(
                         "p.png --name {name}-{model}-{precision}-{scale} --precision fp32 --format tiff"))
                     .exitCode,
                 0);
        QCOMPARE(m_cli->upscale(text("p.png -o direct.webp")).exitCode, 0);
        QCOMPARE(m_cli->files(), (Names{"direct.webp", "p-realesrgan-x4plus-fp32-4.tif", "p.png",
                                        "p_60x40.png", "p_x2.5.jpg"}));
    }

    void makesTheFolderAndKeepsSubfolders()
    {
        m_cli->writePicture("in/a.png");
        m_cli->writePicture("in/deep/b.png");
        m_cli->writePicture("in/deep/c.jpg");
        const CliResult result = m_cli->upscale(text("in --recursive -o out/"));
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        QCOMPARE(m_cli->files("out"), (Names{"a_x4.png", "deep/b_x4.png", "deep/c_x4.jpg"}));
        QVERIFY(result.err.contains(text("3 done, 0 failed")));
    }

    void aSecondRunOverAFolderLeavesItsResultsAlone()
    {
        m_cli->writePicture("in/a.png");
        m_cli->writePicture("in/b.jpg");
        QCOMPARE(m_cli->upscale(text("in")).exitCode, 0);
        const Names first = m_cli->files();
        QCOMPARE(first.size(), std::size_t(4));
        const CliResult second = m_cli->upscale(text("in --if-exists skip"));
        QVERIFY2(second.exitCode == 0, qPrintable(second.err));
        QCOMPARE(m_cli->files(), first);
        QVERIFY2(second.out.contains(text("it is a result of this program")), qPrintable(second.out));
        QCOMPARE(m_cli->upscale(text("in/a_x4.png")).exitCode, 0); // named itself, it is taken
        QVERIFY(fs::exists(m_cli->path("in/a_x4_x4.png")));
    }

    void keepsToTheRuleForExistingFiles()
    {
        m_cli->writePicture("a.png");
        m_cli->writeText("a_x4.png", "precious");
        QCOMPARE(m_cli->upscale(text("a.png --if-exists skip")).exitCode, 0);
        QCOMPARE(fs::file_size(m_cli->path("a_x4.png")), std::uintmax_t(8));
        QCOMPARE(m_cli->upscale(text("a.png")).exitCode, 0); // ask, with nobody there: rename
        QCOMPARE(m_cli->files(), (Names{"a.png", "a_x4-2.png", "a_x4.png"}));
        QCOMPARE(fs::file_size(m_cli->path("a_x4.png")), std::uintmax_t(8));
        QCOMPARE(m_cli->upscale(text("a.png --if-exists overwrite")).exitCode, 0);
        QVERIFY(fs::file_size(m_cli->path("a_x4.png")) > 8);
        QCOMPARE(m_cli->files().size(), std::size_t(3));
    }

    void neverOverwritesASource()
    {
        m_cli->writePicture("a.png");
        fs::create_symlink("a.png", m_cli->path("link.png"));
        const auto before = fs::last_write_time(m_cli->path("a.png"));
        QCOMPARE(m_cli->upscale(text("a.png -o a.png --if-exists overwrite")).exitCode, 0);
        QCOMPARE(m_cli->upscale(text("a.png -o link.png --if-exists overwrite")).exitCode, 0);
        QCOMPARE(m_cli->upscale(text("a.png --name {name} --if-exists overwrite")).exitCode, 0);
        QVERIFY(fs::last_write_time(m_cli->path("a.png")) == before);
        QVERIFY(fs::is_symlink(m_cli->path("link.png")));
        QCOMPARE(m_cli->files(), (Names{"a-2.png", "a-3.png", "a.png", "link-2.png", "link.png"}));
    }

    void twoResultsNeverShareAName()
    {
        m_cli->writePicture("a.png");
        m_cli->writePicture("a.jpg");
        m_cli->writePicture("sub/a.png");
        QCOMPARE(
            m_cli->upscale(text("a.png a.jpg sub/a.png -o out --format png --if-exists overwrite")).exitCode,
            0);
        QCOMPARE(m_cli->files("out"), (Names{"a_x4-2.png", "a_x4-3.png", "a_x4.png"}));
    }

    void oneBadFileStopsNothing()
    {
        m_cli->writePicture("good.png");
        m_cli->writePicture("whole.png", 64, 64);
        m_cli->writeText("bad.jpg", "\xFF\xD8\xFF\xE0 this is no picture");
        std::ifstream whole(m_cli->path("whole.png"), std::ios::binary);
        std::string bytes{std::istreambuf_iterator<char>(whole), {}};
        m_cli->writeText("cut.png", bytes.substr(0, bytes.size() / 2));
        const CliResult result = m_cli->upscale(text("bad.jpg missing.png cut.png good.png -o out/"));
        QCOMPARE(result.exitCode, 1);
        QCOMPARE(m_cli->files("out"), (Names{"good_x4.png"}));
        QVERIFY2(result.err.contains(text("FAILED")), qPrintable(result.err));
        for (const char* name : {"bad.jpg", "missing.png", "cut.png"})
            QVERIFY2(result.err.contains(text(name)), qPrintable(result.err));
        QVERIFY(result.err.contains(text("1 done, 3 failed")));
    }

    void dryRunTellsThePlanAndWritesNothing()
    {
        m_cli->writePicture("p.png", 40, 30);
        m_cli->writePicture("q.jpg", 10, 10);
        const CliResult result = m_cli->upscale(text("p.png q.jpg -o out/ --scale 8 --dry-run --json"));
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        QCOMPARE(m_cli->files(), (Names{"p.png", "q.jpg"}));
        const QJsonObject plan = result.event(text("plan"));
        QCOMPARE(plan[text("input")].toString(), text("p.png"));
        QCOMPARE(plan[text("output")].toString(), text("out/p_x8.png"));
        QCOMPARE(plan[text("width")].toInt(), 320);
        QCOMPARE(plan[text("height")].toInt(), 240);
        QCOMPARE(plan[text("passes")].toInt(), 2);
        QCOMPARE(plan[text("source")][text("width")].toInt(), 40);
        QVERIFY(plan[text("tiles")].toInt() >= 2);
        QVERIFY(plan[text("memory")].toDouble() > 0 && plan[text("fileSize")].toDouble() > 0);
        QCOMPARE(plan[text("modelHash")].toString().size(), 64);
        QCOMPARE(result.event(text("plan-complete"))[text("photos")].toInt(), 2);
        QCOMPARE(result.event(text("summary"))[text("exitCode")].toInt(-1), 0);
        const CliResult words = m_cli->upscale(text("p.png -o out/ --dry-run"));
        QVERIFY2(words.out.contains(text("to out/p_x4.png")) && words.out.contains(text("of memory")),
                 qPrintable(words.out));
    }

    void dryRunSumsUpWhatWouldBeLost()
    {
        m_cli->writePicture("a.png", 10, 10, 4);
        m_cli->writePicture("b.png", 12, 10, 4);
        m_cli->writePicture("c.png", 14, 10);
        const QString command = text("a.png b.png c.png -o out/ --format jpeg --dry-run");
        const QString loss = text("JPEG has no transparency: the picture is placed on white");
        const QString words = m_cli->upscale(command).out;
        QCOMPARE(words.count(text("  note: ") + loss), 2);
        QVERIFY2(words.contains(text("  2 photos: ") + loss), qPrintable(words));
        const QJsonArray losses =
            m_cli->upscale(command + text(" --json")).event(text("plan-complete"))[text("losses")].toArray();
        QCOMPARE(losses.size(), 1);
        QCOMPARE(losses[0][text("what")].toString(), loss);
        QCOMPARE(losses[0][text("photos")].toInt(), 2);
    }

    void coloursThatAreNamedArriveAndAreTold()
    {
        using namespace enlarger::image;
        const struct
        {
            ColourDescription colours;
            const char* words;
        } cases[] = {{{"Display P3", "cICP", 12, 13}, "The colours are Display P3, by the file's cICP"},
                     {{"BT.2020 with PQ", "cICP", 9, 16}, "The picture is HDR (BT.2020 with PQ)"}};
        for (const auto& [colours, words] : cases) {
            PhotoContent content;
            content.width = content.height = 16;
            content.metadata.colours = colours; // a PNG's chunk cICP
            auto writer = PhotoWriter::create(m_cli->path("named.png"), content,
                                              {.format = PhotoFormat::Png, .replace = true});
            ENLARGER_VERIFY(writer);
            ENLARGER_VERIFY(writer->write(Image(16, 16, 3)));
            ENLARGER_VERIFY(writer->finish());
            const CliResult plan = m_cli->upscale(text("named.png --dry-run --json"));
            QVERIFY2(plan.event(text("plan"))[text("notes")][0].toString().startsWith(text(words)),
                     qPrintable(plan.out));
            for (const char* format : {"jpeg", "png", "tiff", "webp"}) {
                const CliResult result =
                    m_cli->upscale(text("named.png --if-exists overwrite -o out/ --format ") + text(format));
                QVERIFY2(result.exitCode == 0, qPrintable(result.err));
                const auto extension = formatExtension(*formatFromName(format));
                const auto reader = PhotoReader::open(m_cli->path("out/named_x4." + extension));
                ENLARGER_VERIFY(reader);
                QCOMPARE(reader->info().metadata.colours.isHdr(), colours.isHdr());
                QVERIFY(!reader->info().metadata.icc.empty() || colours.isHdr());
            }
        }
    }

    void mixesByStrength()
    {
        m_cli->writePicture("p.png", 24, 16);
        const CliResult alone = m_cli->upscale(text("p.png --strength 0.5"));
        QCOMPARE(alone.exitCode, 1);
        QVERIFY2(alone.err.contains(text("has no partner")), qPrintable(alone.err));

        keepPair();
        const CliResult result = m_cli->upscale(text("p.png -m family-crisp --strength 0.25 --json"));
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        const QJsonObject plan = result.event(text("plan"));
        QCOMPARE(plan[text("model")].toString(), text("family-crisp at strength 0.25"));
        QCOMPARE(plan[text("strength")].toDouble(), 0.25);
        QVERIFY(plan[text("modelHash")].toString().endsWith(text("@0.25")));

        // The ends are the networks themselves.
        for (const char* line :
             {"p.png -m family-faithful --strength 0 -o zero.png", "p.png -m family-faithful -o a.png",
              "p.png -m family-faithful --strength 1 -o one.png", "p.png -m family-crisp -o b.png"})
            QCOMPARE(m_cli->upscale(text(line)).exitCode, 0);
        const auto pixels = [&](const char* name) {
            const auto picture = enlarger::image::readPhoto(m_cli->path(name));
            return std::vector<float>(picture->data(), picture->data() + picture->size());
        };
        QVERIFY(pixels("zero.png") == pixels("a.png"));
        QVERIFY(pixels("one.png") == pixels("b.png"));
        QVERIFY(pixels("a.png") != pixels("b.png"));
    }

    void speaksJsonAlone()
    {
        m_cli->writePicture("p.png");
        m_cli->writeText("bad.png", "nothing");
        const CliResult result = m_cli->upscale(text("p.png bad.png --json"));
        QCOMPARE(result.exitCode, 1);
        QCOMPARE(std::size_t(result.out.count(QLatin1Char('\n'))), result.events.size());
        QVERIFY2(result.err.isEmpty(), qPrintable(result.err));
        QCOMPARE(result.event(text("done"))[text("output")].toString(), text("p_x4.png"));
        QCOMPARE(result.event(text("failed"))[text("input")].toString(), text("bad.png"));
        QVERIFY(!result.event(text("failed"))[text("error")][text("what")].toString().isEmpty());
        QCOMPARE(result.event(text("summary"))[text("failed")].toInt(), 1);
    }

    void keepsUnusualNames()
    {
        const std::string cyrillic = "Фото [1] #50% – été.png";
        const std::string latin1 = "caf\xE9.png"; // not UTF-8
        m_cli->writePicture("in/" + cyrillic);
        m_cli->writePicture("in/" + latin1);
        const CliResult result = m_cli->run({text("upscale"), QString::fromStdString("in/" + cyrillic)});
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        QVERIFY(fs::exists(m_cli->path("in/Фото [1] #50% – été_x4.png")));
        QCOMPARE(m_cli->upscale(text("in -o out")).exitCode, 0);
        QVERIFY(fs::exists(m_cli->path("out/caf\xE9_x4.png")));
        // As an argument too: a shell makes the byte, which QProcess cannot.
        QProcess shell;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(text("ENLARGER_DATA_DIR"),
                           QString::fromStdString((m_cli->path("work") / "../.data").string()));
        shell.setProcessEnvironment(environment);
        shell.setWorkingDirectory(QString::fromStdString(m_cli->path("work").string()));
        shell.start(text("sh"), {text("-c"), text("exec \"$0\" upscale \"in/caf$(printf '\\351').png\""),
                                 QStringLiteral(ENLARGER_CLI)});
        const CliResult byShell = CliProgram::finish(shell);
        QVERIFY2(byShell.exitCode == 0, qPrintable(byShell.err));
        QVERIFY(fs::exists(m_cli->path("in/caf\xE9_x4.png")));
    }

    void controlCharactersStayOutOfTheTerminal()
    {
        m_cli->writeText("evil\x1b[2J.jpg", "nothing");
        const CliResult result = m_cli->run({text("upscale"), text("evil\x1b[2J.jpg"), text("missing")});
        QCOMPARE(result.exitCode, 1);
        QVERIFY(!result.err.contains(QChar(0x1b)) && !result.out.contains(QChar(0x1b)));
    }

    void refusesWhatAFormatCannotHold()
    {
        m_cli->writePicture("wide.png", 5000, 4);
        const CliResult result = m_cli->upscale(text("wide.png --format webp"));
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.err.contains(text("WebP")), qPrintable(result.err));
        QCOMPARE(m_cli->files(), (Names{"wide.png"}));
    }

    void ctrlCLeavesNothingBehind()
    {
        m_cli->writePicture("big.png", 2600, 2400);
        m_cli->writePicture("next.png");
        const auto process = m_cli->start({text("upscale"), text("big.png"), text("next.png"), text("-o"),
                                           text("out/"), text("--tile"), text("64"), text("--json")});
        QByteArray seen;
        while (!seen.contains("\"progress\"") && process->waitForReadyRead(60'000))
            seen += process->readAllStandardOutput();
        QVERIFY2(seen.contains("\"progress\""), seen.constData());
        for (const int signal : {SIGINT, SIGTERM}) // at once: one request, as timeout(1) sends it
            ::kill(static_cast<pid_t>(process->processId()), signal);
        const CliResult result = CliProgram::finish(*process);
        QCOMPARE(result.exitCode, 130);
        QCOMPARE(m_cli->files(), (Names{"big.png", "next.png"}));
        const QJsonObject summary = result.event(text("summary"));
        QVERIFY(summary[text("cancelled")].toBool());
        QCOMPARE(summary[text("failed")].toInt(-1), 0);
    }
};

QTEST_GUILESS_MAIN(CliUpscaleTest)
#include "cli_upscale_test.moc"
