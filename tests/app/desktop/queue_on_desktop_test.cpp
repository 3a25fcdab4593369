// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/queue_on_desktop.h"

#include "tests/app/queue/queue_material.h"
#include "tests/support/test_files.h"

#include <QDBusMessage>
#include <QDBusUnixFileDescriptor>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

#include <unistd.h>

using namespace enlarger;
using namespace enlarger::app;

/// What a desktop does for programs, as far as it is asked here.
class FakeDesktop : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public Q_SLOTS:
    uint Notify(const QString& program, uint replaced, const QString& icon, const QString& title,
                const QString& text, const QStringList& actions, const QVariantMap& hints, int patience)
    {
        Q_UNUSED(hints)
        Q_UNUSED(patience)
        notes << QStringLiteral("%1 %2 %3: %4").arg(program, icon, title, text);
        lastReplaced = replaced;
        lastActions = actions;
        return 7;
    }

Q_SIGNALS:
    void ActionInvoked(uint id, const QString& action);

public:
    QStringList notes;
    QStringList lastActions;
    uint lastReplaced = 0;
};

class FakeLogin : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.login1.Manager")

public Q_SLOTS:
    QDBusUnixFileDescriptor Inhibit(const QString& what, const QString&, const QString& why, const QString&)
    {
        asked << what + QLatin1Char(' ') + why;
        int ends[2];
        if (::pipe(ends) != 0)
            return {};
        if (m_end >= 0)
            ::close(m_end);
        m_end = ends[0];
        const QDBusUnixFileDescriptor lock(ends[1]); // a copy of it
        ::close(ends[1]);
        return lock;
    }

public:
    ~FakeLogin() override
    {
        if (m_end >= 0)
            ::close(m_end);
    }
    // Whether nobody holds the other end any more.
    bool isReleased() const
    {
        char byte = 0;
        return m_end >= 0 && ::read(m_end, &byte, 1) == 0;
    }
    QStringList asked;

private:
    int m_end = -1;
};

class FakeScreenSaver : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.ScreenSaver")

public Q_SLOTS:
    uint Inhibit(const QString& program, const QString& why)
    {
        held << program + QLatin1Char(' ') + why;
        return 42;
    }
    void UnInhibit(uint cookie) { released << cookie; }

public:
    QStringList held;
    QList<uint> released;
};

/// What the taskbar is told.
class Taskbar : public QObject
{
    Q_OBJECT

public Q_SLOTS:
    void update(const QString& program, const QVariantMap& properties)
    {
        lastProgram = program;
        updates << properties;
    }

public:
    QString lastProgram;
    QList<QVariantMap> updates;
};

class QueueOnDesktopTest : public QObject
{
    Q_OBJECT

private:
    static constexpr int patience = 60'000; // ms

    QProcess m_daemon;
    QString m_address;
    int m_connections = 0;
    std::unique_ptr<tests::SessionFolder> m_folder;
    DeviceQueue m_device;

    QDBusConnection connectToBus()
    {
        return QDBusConnection::connectToBus(m_address, QStringLiteral("test-%1").arg(++m_connections));
    }
    static QDBusConnection nowhere() { return QDBusConnection(QStringLiteral("nowhere")); }

private Q_SLOTS:
    void initTestCase()
    {
        const QString program = QStandardPaths::findExecutable(QStringLiteral("dbus-daemon"));
        if (program.isEmpty())
            QSKIP("dbus-daemon is not installed");
        m_daemon.start(program, {QStringLiteral("--session"), QStringLiteral("--nofork"),
                                 QStringLiteral("--print-address")});
        QVERIFY(m_daemon.waitForStarted());
        while (!m_daemon.canReadLine())
            QVERIFY(m_daemon.waitForReadyRead());
        m_address = QString::fromLatin1(m_daemon.readLine()).trimmed();
    }
    void cleanupTestCase()
    {
        m_daemon.kill();
        m_daemon.waitForFinished();
    }
    void init()
    {
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
    }

    void aQueueIsShownKeptAwakeAndTold()
    {
        QDBusConnection desktop = connectToBus();
        FakeDesktop notifications;
        FakeLogin login;
        Taskbar taskbar;
        QVERIFY(desktop.registerObject("/org/freedesktop/Notifications", &notifications,
                                       QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
        QVERIFY(desktop.registerObject("/org/freedesktop/login1", &login, QDBusConnection::ExportAllSlots));
        QVERIFY(desktop.registerService("org.freedesktop.Notifications"));
        QVERIFY(desktop.registerService("org.freedesktop.login1"));
        QVERIFY(desktop.connect({}, {}, "com.canonical.Unity.LauncherEntry", "Update", &taskbar,
                                SLOT(update(QString, QVariantMap))));

        JobQueue queue(m_device);
        bool isInFront = false;
        QueueOnDesktop shown(queue, connectToBus(), connectToBus(), [&isInFront] { return isInFront; });
        QSignalSpy clicked(&shown, &QueueOnDesktop::clicked);
        QSignalSpy idle(&queue.runner(), &JobRunner::idle);
        std::vector<Job> jobs;
        for (const char* name : {"a.png", "b.png"})
            jobs.push_back(tests::queueJob(m_folder->writePicture(name)));
        queue.add(jobs);
        QVERIFY(idle.wait(patience));
        QTRY_COMPARE(notifications.notes,
                     QStringList("Enlarger enlarger The queue is done: 2 photos were written."));
        QCOMPARE(notifications.lastActions.value(0), "default");
        QTRY_COMPARE(login.asked.value(0), "idle Photos are being enlarged");
        QTRY_VERIFY(login.isReleased());
        QTRY_VERIFY(!taskbar.updates.isEmpty() && !taskbar.updates.last()["progress-visible"].toBool());
        QCOMPARE(taskbar.lastProgram, "application://enlarger.desktop");
        QVERIFY(taskbar.updates.first()["progress-visible"].toBool());
        QVERIFY(taskbar.updates.first()["progress"].toDouble() <= 1.0);

        Q_EMIT notifications.ActionInvoked(8, "default"); // another program's
        Q_EMIT notifications.ActionInvoked(7, "default");
        QTRY_COMPARE(clicked.size(), 1);

        // Who looks at it is told nothing; and a failure is told as one.
        isInFront = true;
        queue.add({tests::queueJob(m_folder->writePicture("c.png"))});
        QVERIFY(idle.wait(patience));
        isInFront = false;
        queue.add({tests::queueJob(m_folder->path("gone.png"))});
        QVERIFY(idle.wait(patience));
        QTRY_COMPARE(notifications.notes.size(), 2);
        QCOMPARE(notifications.notes.last(),
                 "Enlarger enlarger The queue is done, with problems: 1 of 1 photos could not be enlarged.");
        QCOMPARE(notifications.lastReplaced, 7U);
    }

    void theScreenSaverIsAskedToo()
    {
        QDBusConnection desktop = connectToBus();
        FakeScreenSaver saver;
        QVERIFY(
            desktop.registerObject("/org/freedesktop/ScreenSaver", &saver, QDBusConnection::ExportAllSlots));
        QVERIFY(desktop.registerService("org.freedesktop.ScreenSaver"));
        for (const QDBusConnection& system : {connectToBus(), nowhere()}) {
            SleepInhibitor inhibitor(connectToBus(), system);
            QSignalSpy changed(&inhibitor, &SleepInhibitor::changed);
            saver.held.clear();
            saver.released.clear();
            inhibitor.hold("A network is being trained");
            QVERIFY(changed.wait());
            QVERIFY(inhibitor.isHeld());
            QCOMPARE(saver.held, QStringList("Enlarger A network is being trained"));
            inhibitor.release();
            QTRY_COMPARE(saver.released, QList<uint>{42});
            inhibitor.hold("Photos are being enlarged");
            inhibitor.release(); // before the answer: it is given back
            QTRY_COMPARE(saver.released.size(), 2);
            QVERIFY(!inhibitor.isHeld());
        }
    }

    void withoutADesktopNothingHappens()
    {
        JobQueue queue(m_device);
        QueueOnDesktop shown(queue, nowhere(), nowhere(), [] { return false; });
        QSignalSpy idle(&queue.runner(), &JobRunner::idle);
        queue.add({tests::queueJob(m_folder->writePicture("a.png"))});
        QVERIFY(idle.wait(patience));
        QVERIFY(!shown.inhibitor().isHeld());
        shown.setTraining(true);
        shown.setTraining(false);
    }
};

QTEST_GUILESS_MAIN(QueueOnDesktopTest)
#include "queue_on_desktop_test.moc"
