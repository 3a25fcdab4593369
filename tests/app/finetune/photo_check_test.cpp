// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/photo_check.h"
#include "tests/app/finetune/photo_folder.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace enlarger;
using namespace enlarger::app;

class PhotoCheckTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path path(const char* name = "photos") const
    {
        return std::filesystem::path(m_folder->path().toStdString()) / name;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        tests::writePhotos(path(), 3);
    }

    void reportsWhatCanBeLearntFrom()
    {
        QVERIFY(QFile::copy(QString::fromStdString((path() / "photo-1.png").string()),
                            QString::fromStdString((path() / "twin.png").string())));
        QFile broken(QString::fromStdString((path() / "broken.png").string()));
        QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("no picture") > 0);
        broken.close();
        PhotoCheck check;
        check.start({path()}, {}, {});
        QVERIFY(check.isRunning());
        QTRY_VERIFY(!check.isRunning());
        QVERIFY(check.report() && !check.error());
        QCOMPARE(check.report()->used.size(), std::size_t(3));
        QVERIFY2(summaryOf(*check.report()).startsWith(QStringLiteral("3 photos, ")),
                 qPrintable(summaryOf(*check.report())));
        QVERIFY(!check.advice().amount.empty()); // nine crops are few
        const QStringList troubles = troublesOf(*check.report());
        QCOMPARE(troubles.size(), 2);
        QVERIFY(troubles.join(QLatin1Char(' ')).contains(QStringLiteral("broken.png")));
    }

    void aNewerCallOutdatesAnOlderOne()
    {
        PhotoCheck check;
        check.start({path()}, {}, {});
        check.start({path("nowhere")}, {}, {});
        QTRY_VERIFY(!check.isRunning());
        QVERIFY(check.error() && !check.report());
        check.start({path()}, {}, {});
        check.cancel();
        QVERIFY(!check.isRunning() && !check.report());
    }
};

QTEST_GUILESS_MAIN(PhotoCheckTest)
#include "photo_check_test.moc"
