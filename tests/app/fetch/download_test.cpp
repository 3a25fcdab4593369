// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fetch/download.h"

#include "tests/app/fetch/fake_server.h"

#include <QCryptographicHash>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <optional>

using namespace enlarger;
using namespace enlarger::app;

namespace fs = std::filesystem;

class DownloadTest : public QObject
{
    Q_OBJECT

private:
    QByteArray m_content;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<tests::FakeServer> m_server;

    fs::path file() const { return fs::path(m_folder->path().toStdString()) / "file.bin"; }
    static QByteArray bytesOf(const fs::path& path)
    {
        QFile content(QString::fromStdString(path.string()));
        return content.open(QFile::ReadOnly) ? content.readAll() : QByteArray();
    }
    QString hash() const
    {
        return QString::fromLatin1(QCryptographicHash::hash(m_content, QCryptographicHash::Sha256).toHex());
    }
    Download::Wanted wanted() const { return {m_server->url(), file(), m_content.size(), hash()}; }

    // What came of it; empty: all is well.
    QString run(const Download::Wanted& wanted, std::chrono::milliseconds patience = std::chrono::seconds(30))
    {
        Download work(wanted);
        work.setPatience(patience);
        std::optional<Status> outcome;
        connect(&work, &Download::finished, this, [&outcome](const Status& status) {
            QVERIFY(!outcome);
            outcome = status;
        });
        work.start();
        if (!QTest::qWaitFor([&outcome] { return outcome.has_value(); }, 30'000))
            return QStringLiteral("it did not end");
        return *outcome ? QString() : QString::fromStdString(outcome->error().text());
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (int i = 0; i < 300'000; ++i)
            m_content += char(i * 7 + i / 251);
    }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<tests::FakeServer>(m_content);
    }

    void aWholeFileArrives()
    {
        QCOMPARE(run(wanted()), QString());
        QVERIFY(bytesOf(file()) == m_content);
        QVERIFY(!fs::exists(Download::partOf(file())));
        QCOMPARE(m_server->requests.size(), 1);
        QVERIFY(!m_server->requests[0].contains("Range:"));
    }

    void theBeginningOfAHashIsEnough()
    {
        Download::Wanted other = wanted();
        other.bytes = 0;
        other.sha256 = hash().left(8);
        m_server->saysNoSize = true;
        QCOMPARE(run(other), QString());
        QVERIFY(bytesOf(file()) == m_content);
    }

    void twoAtOnceDoNotWriteOneFile()
    {
        m_server->stallAfter = 1000;
        Download first(wanted());
        QSignalSpy progress(&first, &Download::progressed);
        first.start();
        QVERIFY(progress.wait());
        QVERIFY(run(wanted()).contains(QStringLiteral("is being fetched already")));
        first.cancel();
        m_server->stallAfter = -1;
        QCOMPARE(run(wanted()), QString()); // what had arrived was not spoiled
        QVERIFY(bytesOf(file()) == m_content);
    }

    void whatWasCutGoesOn()
    {
        m_server->cutAfter = 100'000;
        const QString problem = run(wanted());
        QVERIFY2(problem.contains("goes on where it stopped"), qPrintable(problem));
        QVERIFY(!fs::exists(file()));
        QCOMPARE(qsizetype(fs::file_size(Download::partOf(file()))), 100'000);
        m_server->cutAfter = -1;
        QCOMPARE(run(wanted()), QString());
        QVERIFY(bytesOf(file()) == m_content);
        QVERIFY(m_server->requests.last().contains("Range: bytes=100000-"));
    }

    void aServerWithoutRangesSendsItAllAgain()
    {
        m_server->cutAfter = 100'000;
        run(wanted());
        m_server->cutAfter = -1;
        m_server->knowsRanges = false;
        QCOMPARE(run(wanted()), QString());
        QVERIFY(bytesOf(file()) == m_content);
    }

    void aServerThatStallsIsGivenUp()
    {
        m_server->stallAfter = 50'000;
        const QString problem = run(wanted(), std::chrono::milliseconds(400));
        QVERIFY2(problem.contains("not answered for a while"), qPrintable(problem));
        QCOMPARE(qsizetype(fs::file_size(Download::partOf(file()))), 50'000);
    }

    void liesAboutTheSizeAreFound()
    {
        m_server->claimedSize = m_content.size() + 5;
        QVERIFY2(run(wanted()).contains("another file"), "a larger one");
        m_server->claimedSize = -1;
        m_server->saysNoSize = true;
        m_server->content = m_content + "more";
        const QString problem = run(wanted());
        QVERIFY2(problem.contains("sends more than"), qPrintable(problem));
        QVERIFY(!fs::exists(file()));
    }

    void thePageOfAHotelTakesNothingAway()
    {
        m_server->cutAfter = 100'000;
        run(wanted());
        m_server->cutAfter = -1;
        m_server->content = "<html>Log in</html>";
        m_server->knowsRanges = false;
        m_server->type = "text/html";
        const QString problem = run(wanted());
        QVERIFY2(problem.contains("a page"), qPrintable(problem));
        m_server->content = m_content;
        m_server->knowsRanges = true;
        m_server->type.clear();
        QCOMPARE(run(wanted()), QString());
        QVERIFY(m_server->requests.last().contains("Range: bytes=100000-"));
    }

    void anotherFileIsNotKept()
    {
        m_server->content[1000] = char(m_server->content[1000] + 1);
        const QString problem = run(wanted());
        QVERIFY2(problem.contains("not the file that it should be"), qPrintable(problem));
        QVERIFY(!fs::exists(file()) && !fs::exists(Download::partOf(file())));
    }

    void thePartOfAnotherFileIsThrownAway()
    {
        std::ofstream(Download::partOf(file())) << std::string(std::size_t(m_content.size()) + 10, 'x');
        QCOMPARE(run(wanted()), QString()); // longer than the file
        QVERIFY(bytesOf(file()) == m_content);
        fs::remove(file());
        Download::Wanted unknown = wanted();
        unknown.bytes = 0;
        std::ofstream(Download::partOf(file())) << std::string(std::size_t(m_content.size()) + 10, 'x');
        QCOMPARE(run(unknown), QString()); // the server has no such range
        QVERIFY(bytesOf(file()) == m_content);
    }

    void aWrongRangeIsRefused()
    {
        m_server->cutAfter = 100'000;
        run(wanted());
        m_server->cutAfter = -1;
        m_server->sendsWrongRange = true;
        const QString problem = run(wanted());
        QVERIFY2(problem.contains("another part"), qPrintable(problem));
    }

    void aWholePartOnlyNeedsItsName()
    {
        std::ofstream(Download::partOf(file()), std::ios::binary) << m_content.toStdString();
        QCOMPARE(run(wanted()), QString());
        QVERIFY(m_server->requests.isEmpty());
    }

    void errorsOfTheServerAreToldAndNoPageIsKept()
    {
        m_server->status = "404 Not Found";
        const QString problem = run(wanted());
        QVERIFY2(problem.contains("Not Found", Qt::CaseInsensitive), qPrintable(problem));
        QCOMPARE(fs::exists(Download::partOf(file())) ? fs::file_size(Download::partOf(file())) : 0U, 0U);
    }

    void itIsSentToAnotherPlace()
    {
        tests::FakeServer real(m_content);
        m_server->location = real.url().toEncoded();
        QCOMPARE(run(wanted()), QString());
        QVERIFY(bytesOf(file()) == m_content);
    }

    void withoutANetworkItSaysSo()
    {
        Download::Wanted nowhere = wanted();
        m_server = std::make_unique<tests::FakeServer>(m_content); // the other one has gone
        const QString problem = run(nowhere);
        QVERIFY2(problem.contains("refused", Qt::CaseInsensitive) &&
                     problem.contains("whether there is a network"),
                 qPrintable(problem));
    }

    void itCanBeGivenUp()
    {
        m_server->stallAfter = 1000;
        Download work(wanted());
        QSignalSpy finished(&work, &Download::finished);
        QSignalSpy progressed(&work, &Download::progressed);
        work.start();
        QVERIFY(progressed.wait());
        work.cancel();
        QCOMPARE(finished.size(), 1);
        work.cancel();
        QCOMPARE(finished.size(), 1);
        QVERIFY(fs::exists(Download::partOf(file())));
    }
};

QTEST_GUILESS_MAIN(DownloadTest)
#include "download_test.moc"
