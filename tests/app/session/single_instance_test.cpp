// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/single_instance.h"

#include "tests/app/session/session_folder.h"

#include <QElapsedTimer>
#include <QLocalServer>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTest>

#include <future>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace enlarger;
using app::SingleInstance;

class SingleInstanceTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::SessionFolder> m_folder;

    // As another process would, while this one's events go on.
    static bool handOverBeside(const QStringList& files, double factor = 0.0)
    {
        auto done = std::async(std::launch::async,
                               [files, factor] { return SingleInstance::handOver(files, factor); });
        while (done.wait_for(std::chrono::milliseconds(1)) != std::future_status::ready)
            QCoreApplication::processEvents();
        QCoreApplication::processEvents();
        return done.get();
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>(); // a socket's name depends on it
        qputenv("XDG_RUNTIME_DIR", m_folder->path().string().c_str());
    }

    void nobodyIsThere() { QVERIFY(!SingleInstance::handOver({QStringLiteral("/a.jpg")})); }

    void handsFilesOver()
    {
        SingleInstance first;
        QVERIFY(first.listen());
        QVERIFY(first.listen());
        QSignalSpy arrived(&first, &SingleInstance::filesArrived);
        QStringList files{QStringLiteral("/photos/ж 1.jpg"), QStringLiteral("/b\n.png")};
        for (int i = 0; i < 5000; ++i)
            files += QStringLiteral("/photos/with a rather long name %1.jpg").arg(i);
        QVERIFY(handOverBeside(files));
        QVERIFY(handOverBeside({}, 4.0));
        QCOMPARE(arrived.size(), 2);
        QCOMPARE(arrived[0][0].toStringList(), files);
        QCOMPARE(arrived[0][1].toDouble(), 0.0);
        QVERIFY(arrived[1][0].toStringList().isEmpty());
        QCOMPARE(arrived[1][1].toDouble(), 4.0);
    }

    void onlyOneListens()
    {
        auto first = std::make_unique<SingleInstance>();
        QVERIFY(first->listen());
        SingleInstance second;
        QVERIFY(!second.listen());
        first = nullptr;
        QVERIFY(second.listen());
    }

    void takesThePlaceOfACrashedOne()
    {
        QString name;
        {
            SingleInstance first;
            QVERIFY(first.listen());
            name = first.findChild<QLocalServer*>()->fullServerName();
        }
        const int left = ::socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const QByteArray path = name.toUtf8();
        QVERIFY(path.size() < qsizetype(sizeof address.sun_path));
        std::copy(path.begin(), path.end(), address.sun_path);
        QCOMPARE(::bind(left, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        ::close(left); // the file stays
        QVERIFY(QFile::exists(name));
        QVERIFY(!SingleInstance::handOver({}));
        SingleInstance second;
        QVERIFY(second.listen());
        QVERIFY(handOverBeside({}));
    }

    void doesNotWaitForOneThatHangs()
    {
        SingleInstance first;
        QVERIFY(first.listen());
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!SingleInstance::handOver({QStringLiteral("/a.jpg")})); // nobody reads meanwhile
        QVERIFY(timer.elapsed() < 2000);
    }

    void dropsWhatItDoesNotUnderstand()
    {
        SingleInstance first;
        QVERIFY(first.listen());
        QSignalSpy arrived(&first, &SingleInstance::filesArrived);
        for (const QByteArray& nonsense :
             {QByteArray("GET / HTTP/1.1\r\n\r\n"), QByteArray("\x45\x4E\x4C\x32\xF0")}) {
            QLocalSocket socket;
            socket.connectToServer(first.findChild<QLocalServer*>()->fullServerName());
            QVERIFY(socket.waitForConnected());
            socket.write(nonsense);
            socket.flush();
            QTRY_COMPARE(socket.state(), QLocalSocket::UnconnectedState);
        }
        QCOMPARE(arrived.size(), 0);
        QVERIFY(handOverBeside({}));
        QCOMPARE(arrived.size(), 1);
    }
};

QTEST_GUILESS_MAIN(SingleInstanceTest)
#include "single_instance_test.moc"
