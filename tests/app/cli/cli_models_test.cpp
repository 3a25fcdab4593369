// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cli_program.h"
#include "tests/support/test_files.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

using enlarger::tests::CliProgram;
using enlarger::tests::CliResult;
using enlarger::tests::dataFile;
namespace fs = std::filesystem;

class CliModelsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<CliProgram> m_cli;

    CliResult models(const QStringList& arguments)
    {
        return m_cli->run(QStringList(QStringLiteral("models")) + arguments);
    }
    static QString fixture(const char* name)
    {
        return QString::fromStdString(dataFile(std::string("weights/") + name).string());
    }
    static QString text(const char* latin) { return QString::fromLatin1(latin); }

private Q_SLOTS:
    void init() { m_cli = std::make_unique<CliProgram>(); }

    void importsSeveralAndListsThem()
    {
        const CliResult empty = models({text("list")});
        QCOMPARE(empty.exitCode, 0);
        QVERIFY(empty.err.contains(text("No model is installed")));

        m_cli->writeText("bad.pth", "nothing of the kind");
        const CliResult imported = models({text("import"), fixture("x4_old_plain_zip.pth"), text("bad.pth"),
                                           fixture("x2_unshuffle_new_zip.pth")});
        QCOMPARE(imported.exitCode, 1);
        QVERIFY2(imported.err.contains(text("bad.pth")), qPrintable(imported.err));
        const CliResult list = models({text("list")});
        QCOMPARE(list.exitCode, 0);
        QVERIFY2(list.out.contains(text("x4_old_plain_zip")) &&
                     list.out.contains(text("x2_unshuffle_new_zip")),
                 qPrintable(list.out));
        const CliResult json = models({text("list"), text("--json")});
        QCOMPARE(json.events.size(), std::size_t(1));
        const QJsonArray entries = json.events[0][text("models")].toArray();
        QCOMPARE(entries.size(), 2);
        QCOMPARE(entries[0][text("scale")].toInt(), 2);
        QCOMPARE(entries[1][text("architecture")].toString(), text("RRDBNet 8x2, growth 4"));
    }

    void showsWhatIsKnown()
    {
        m_cli->importModel("x4_new_half_zip.pth", text("net"));
        const CliResult info = models({text("info"), text("net"), fixture("x1_old_zip.pth")});
        QVERIFY2(info.exitCode == 0, qPrintable(info.err));
        for (const char* part :
             {"RRDBNet 8x2", "3 (RGB) in, 3 (RGB) out", "parameters", "sha256", "licence", "x4", "x1"})
            QVERIFY2(info.out.contains(text(part)), qPrintable(info.out));
        QCOMPARE(models({text("info"), text("nett")}).exitCode, 1);
    }

    void namesThatMeanSomethingNeedReplace()
    {
        const auto import = [&](const QStringList& more) {
            return models(
                QStringList{text("import"), fixture("x4_new.safetensors"), text("--name"), text("fast")} +
                more);
        };
        const CliResult refused = import({});
        QCOMPARE(refused.exitCode, 1);
        const QString reason = text("'fast' is another name of 'realesr-animevideov3'");
        QVERIFY2(refused.err.contains(reason), qPrintable(refused.err));
        QCOMPARE(import({text("--replace")}).exitCode, 0);
        const CliResult list = models({text("list")});
        QCOMPARE(list.exitCode, 0);
        QVERIFY2(list.err.contains(reason), qPrintable(list.err));
    }

    void bytesTooManyAreToldAlikeEverywhere()
    {
        QFile file(fixture("x4_new.safetensors"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_cli->writeText("padded.safetensors", (file.readAll() + QByteArray(4096, '\0')).toStdString());
        m_cli->writePicture("p.png");
        for (const QStringList& command :
             {QStringList{text("models"), text("import"), text("padded.safetensors")},
              QStringList{text("models"), text("info"), text("padded.safetensors")},
              QStringList{text("upscale"), text("p.png"), text("-m"), text("padded.safetensors")},
              QStringList{text("train"), text("p.png"), text("--from"), text("padded.safetensors")}}) {
            const CliResult said = m_cli->run(command);
            QVERIFY(said.exitCode != 0);
            QVERIFY2(said.err.contains(text("goes on for 4096 bytes after its last tensor")),
                     qPrintable(said.err));
        }
    }

    void cardsMakePartners()
    {
        m_cli->importModel("x4_new.safetensors", text("soft"));
        m_cli->importModel("x4_old_plain_zip.pth", text("sharp"));
        const auto card = [&](const char* name, const char* role) {
            return models(
                {text("card"), text(name), text("--ancestry"), text("family"), text("--role"), text(role)});
        };
        QCOMPARE(card("soft", "faithful").exitCode, 0);
        QCOMPARE(card("sharp", "crisp").exitCode, 0);
        m_cli->writePicture("p.png");
        const CliResult mixed = m_cli->run(
            {text("upscale"), text("p.png"), text("-m"), text("soft"), text("--strength"), text("0.5")});
        QVERIFY2(mixed.exitCode == 0, qPrintable(mixed.err));
        QVERIFY2(mixed.out.contains(text("soft at strength 0.5")), qPrintable(mixed.out));
        QCOMPARE(card("sharp", "none").exitCode, 0);
        QVERIFY(!models({text("info"), text("sharp")}).out.contains(text("role")));
        QCOMPARE(card("sharp", "loud").exitCode, 2);
    }

    void renamesAndRemoves()
    {
        m_cli->importModel("x4_new.safetensors", text("net"));
        QCOMPARE(models({text("card"), text("net"), text("--description"), text("my own")}).exitCode, 0);
        const CliResult renamed = models({text("rename"), text("net"), text("other")});
        QVERIFY2(renamed.exitCode == 0, qPrintable(renamed.err));
        QVERIFY2(renamed.out.contains(text("'net' is now 'other'")), qPrintable(renamed.out));
        QCOMPARE(models({text("info"), text("net")}).exitCode, 1);
        QVERIFY(models({text("info"), text("other")}).out.contains(text("my own")));
        const CliResult refused = models({text("rename"), text("other"), text("fast")});
        QCOMPARE(refused.exitCode, 1);
        QVERIFY2(refused.err.contains(text("another name of 'realesr-animevideov3'")),
                 qPrintable(refused.err));
        const CliResult removed = models({text("remove"), text("other")});
        QVERIFY2(removed.exitCode == 0 && removed.out.contains(text("'other' is removed, which frees")),
                 qPrintable(removed.out + removed.err));
        QCOMPARE(models({text("remove"), text("other")}).exitCode, 1);
        QVERIFY(models({text("list")}).err.contains(text("No model is installed")));
    }

    void exports()
    {
        m_cli->importModel("x4_new.safetensors", text("net"));
        QCOMPARE(models({text("export"), text("net"), text("-o"), text("net.pth")}).exitCode, 0);
        QCOMPARE(models({text("export"), text("net"), text("-o"), text("net.safetensors")}).exitCode, 0);
        const CliResult again = models({text("export"), text("net"), text("-o"), text("net.pth")});
        QCOMPARE(again.exitCode, 1);
        QVERIFY(again.err.contains(text("exists already")));
        QCOMPARE(
            models({text("export"), text("net"), text("-o"), text("net.pth"), text("--replace")}).exitCode,
            0);
        const CliResult pair = models({text("export"), text("net"), text("-o"), text("net.param")});
        QVERIFY2(pair.exitCode == 0 && pair.out.contains(text("net.param and ")), qPrintable(pair.err));
        QVERIFY(pair.out.contains(text("net.bin  hold net")));
        QCOMPARE(models({text("info"), text("net.bin")}).exitCode, 0);
        const CliResult info = models({text("info"), text("net.pth"), text("--json")});
        QCOMPARE(info.exitCode, 0);
        QCOMPARE(info.events[0][text("models")][0][text("container")].toString(), text("PyTorch (zip)"));
    }
};

QTEST_GUILESS_MAIN(CliModelsTest)
#include "cli_models_test.moc"
