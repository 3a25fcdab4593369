// SPDX-License-Identifier: GPL-3.0-or-later
// Networks from a server.
#include "tests/app/cli/cli_program.h"
#include "tests/app/fetch/fake_server.h"
#include "tests/support/test_files.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>

#include <zip.h>

using enlarger::tests::CliProgram;
using enlarger::tests::CliResult;
using enlarger::tests::FakeServer;

class CliFetchTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<CliProgram> m_cli;
    std::unique_ptr<FakeServer> m_server;

    static QString text(const char* latin) { return QString::fromLatin1(latin); }

    // The server answers while the program runs.
    CliResult fetch(const QStringList& words)
    {
        const auto process = m_cli->start(
            QStringList{text("models"), text("fetch"), text("--catalogue"), text("list.json")} + words);
        if (!QTest::qWaitFor([&] { return process->state() == QProcess::NotRunning; }, 60'000))
            process->kill();
        return CliProgram::finish(*process);
    }
    void writeList(const QByteArray& hash)
    {
        const auto entry = [&](const char* name, const char* kind) {
            return QJsonObject{{text("name"), text(name)},
                               {text("kind"), text(kind)},
                               {text("url"), m_server->url(text("network.safetensors")).toString()},
                               {text("page"), text("https://example.org/")},
                               {text("licence"), text("MIT")},
                               {text("bytes"), m_server->content.size()},
                               {text("sha256"), QString::fromLatin1(hash)}};
        };
        const QJsonObject list{
            {text("files"), QJsonArray{entry("sent", "model"), entry("vgg99", "features")}}};
        m_cli->writeText("list.json", QJsonDocument(list).toJson().toStdString());
    }

private Q_SLOTS:
    void init()
    {
        m_cli = std::make_unique<CliProgram>();
        QFile network(
            QString::fromStdString(enlarger::tests::dataFile("weights/x4_new.safetensors").string()));
        QVERIFY(network.open(QFile::ReadOnly));
        m_server = std::make_unique<FakeServer>(network.readAll());
        writeList(QCryptographicHash::hash(m_server->content, QCryptographicHash::Sha256).toHex());
    }

    void aNetworkIsFetchedAndCanBeUsed()
    {
        const CliResult result = fetch({text("sent"), text("vgg99")});
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        QVERIFY2(result.err.contains(text("MIT")), qPrintable(result.err)); // the licence is said
        m_cli->writePicture("a.png");
        const CliResult used = m_cli->upscale(text("a.png -m sent -o b.png"));
        QVERIFY2(used.exitCode == 0, qPrintable(used.err));
        QVERIFY(std::filesystem::exists(m_cli->dataPath("features/network.safetensors")));
        QVERIFY(!std::filesystem::exists(m_cli->dataPath("downloads/sent.safetensors")));
        const qsizetype before = m_server->requests.size();
        const CliResult again = fetch({text("sent")});
        QCOMPARE(again.exitCode, 0);
        QVERIFY2(again.err.contains(text("--replace")), qPrintable(again.err)); // it is there already
        QCOMPARE(m_server->requests.size(), before);
        QFile other(QString::fromStdString(enlarger::tests::dataFile("weights/x4_nb1_old_zip.pth").string()));
        QVERIFY(other.open(QFile::ReadOnly));
        m_server->content = other.readAll();
        writeList(QCryptographicHash::hash(m_server->content, QCryptographicHash::Sha256).toHex());
        QCOMPARE(fetch({text("sent"), text("--replace")}).exitCode, 0);
    }

    void aNetworkIsTakenFromAPackage()
    {
        const QByteArray network = m_server->content;
        const std::string file = m_cli->path("package.whl").string();
        zip_t* package = zip_open(file.c_str(), ZIP_CREATE, nullptr);
        QVERIFY(package);
        for (const char* name : {"pkg/read.me", "pkg/models/net.safetensors"})
            QVERIFY(zip_file_add(package, name,
                                 zip_source_buffer(package, network.data(), zip_uint64_t(network.size()), 0),
                                 ZIP_FL_ENC_UTF_8) >= 0);
        QCOMPARE(zip_close(package), 0);
        QFile written(QString::fromStdString(file));
        QVERIFY(written.open(QFile::ReadOnly));
        m_server->content = written.readAll();
        const auto list = [this](const QString& member) {
            const QByteArray hash =
                QCryptographicHash::hash(m_server->content, QCryptographicHash::Sha256).toHex();
            const QJsonObject entry{{text("name"), text("packed")},
                                    {text("url"), m_server->url(text("package.whl")).toString()},
                                    {text("members"), QJsonArray{member}},
                                    {text("licence"), text("MIT")},
                                    {text("sha256"), QString::fromLatin1(hash)}};
            m_cli->writeText(
                "list.json",
                QJsonDocument(QJsonObject{{text("files"), QJsonArray{entry}}}).toJson().toStdString());
        };
        list(text("pkg/models/other.safetensors"));
        CliResult result = fetch({text("packed")});
        QVERIFY(result.exitCode != 0);
        QVERIFY2(result.err.contains(text("has no 'pkg/models/other.safetensors'")), qPrintable(result.err));

        list(text("pkg/models/net.safetensors"));
        result = fetch({text("packed")});
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        QCOMPARE(m_cli->files(".data/downloads"), std::vector<std::string>());
        m_cli->writePicture("a.png");
        QCOMPARE(m_cli->upscale(text("a.png -m packed -o b.png")).exitCode, 0);
    }

    void theListSaysWhatThereIs()
    {
        CliResult result = fetch({});
        QCOMPARE(result.exitCode, 0);
        QVERIFY2(result.out.startsWith(text("sent ")), qPrintable(result.out));
        QCOMPARE(result.out.count(QLatin1Char('\n')), 4); // a name and a page for each
        QVERIFY(m_server->requests.isEmpty());
        result = m_cli->runAsChild({text("models"), text("fetch")});
        QVERIFY2(result.out.contains(text("realesrgan-x4plus ")), qPrintable(result.out));
    }

    void problemsNameTheWayOut()
    {
        CliResult result = fetch({text("snet")});
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.err.contains(text("Did you mean 'sent'?")), qPrintable(result.err));
        writeList(QByteArray(64, '0'));
        result = fetch({text("sent")});
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.err.contains(text("not the file that it should be")), qPrintable(result.err));
        QVERIFY2(result.err.contains(text("https://example.org/")), qPrintable(result.err));
        m_cli->writeText("list.json", "{}");
        QCOMPARE(fetch({text("sent")}).exitCode, 2);
    }
};

QTEST_GUILESS_MAIN(CliFetchTest)
#include "cli_fetch_test.moc"
