// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/mime_content.h"

#include "app/session/document.h"
#include "core/image/read/photo_reader.h"
#include "tests/app/session/session_folder.h"
#include "tests/support/test_files.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QMimeData>
#include <QTest>
#include <QUrl>

using namespace enlarger;
using Paths = std::vector<std::filesystem::path>;

class MimeContentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { tests::refuseWarnings(); }

    void takesFiles()
    {
        QMimeData data;
        data.setUrls({QUrl(QStringLiteral("file:///photos/a%20b.jpg")),
                      QUrl(QStringLiteral("https://x.org/c.jpg")),
                      QUrl::fromLocalFile(QStringLiteral("/photos/ж.png"))});
        data.setImageData(QImage(2, 2, QImage::Format_RGB32)); // files say more
        QVERIFY(app::hasMimeContent(data));
        QCOMPARE(app::readMimeContent(data).files, (Paths{"/photos/a b.jpg", "/photos/ж.png"}));
    }

    void takesPathsAsText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("files");
        const QString home = QDir::homePath();
        QTest::newRow("absolute") << " /home/me/a.jpg\n" << QStringList{QStringLiteral("/home/me/a.jpg")};
        QTest::newRow("address") << "file:///home/me/a%20b.jpg"
                                 << QStringList{QStringLiteral("/home/me/a b.jpg")};
        QTest::newRow("home") << "~/a.jpg" << QStringList{home + QStringLiteral("/a.jpg")};
        QTest::newRow("quoted") << "'/home/me/a b.jpg'" << QStringList{QStringLiteral("/home/me/a b.jpg")};
        QTest::newRow("lines") << "/a.jpg\r\n\n/b.jpg\r\n"
                               << QStringList{QStringLiteral("/a.jpg"), QStringLiteral("/b.jpg")};
        QTest::newRow("web") << "https://x.org/a.jpg" << QStringList();
        QTest::newRow("relative") << "a.jpg" << QStringList();
        QTest::newRow("prose") << "/a.jpg\nis a picture" << QStringList();
        QTest::newRow("empty") << "" << QStringList();
    }
    void takesPathsAsText()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, files);
        QMimeData data;
        data.setText(text);
        QCOMPARE(app::hasMimeContent(data), !files.isEmpty());
        QStringList found;
        for (const auto& file : app::readMimeContent(data).files)
            found += QString::fromStdString(file.string());
        QCOMPARE(found, files);
    }

    void keepsPicturesAsFiles()
    {
        QImage picture(3, 2, QImage::Format_ARGB32);
        picture.fill(qRgba(10, 20, 30, 40));
        picture.setPixel(1, 1, qRgba(200, 100, 50, 255));
        QMimeData data;
        data.setImageData(picture);
        QVERIFY(app::hasMimeContent(data));
        const app::MimeContent found = app::readMimeContent(data);
        QVERIFY(found.isPicture() && found.files.empty());
        const auto first = app::writePicture(found);
        const auto second = app::writePicture(found);
        QVERIFY(first != second);
        QVERIFY(app::isTemporary(first));
        QVERIFY(!app::isTemporary("/photos/a.jpg"));
        QCOMPARE(app::Document(first).name(), QStringLiteral("Pasted picture"));
        QCOMPARE(app::Document(second).name(), QStringLiteral("Pasted picture 2"));
        const auto read = image::readPhoto(first);
        ENLARGER_VERIFY(read);
        QCOMPARE(read->channels(), 4);
        const int expected[] = {200, 100, 50, 255};
        for (int c = 0; c < 4; ++c) {
            QCOMPARE(qRound(read->at(1, 1, c) * 255), expected[c]);
            QCOMPARE(qRound(read->at(0, 0, c) * 255), 10 * (c + 1));
        }
    }

    // Profile, depth and all.
    void keepsAPngAsItCame()
    {
        QImage picture(3, 2, QImage::Format_RGBA64);
        picture.fill(QColor::fromRgba64(1000, 20000, 30001, 65535));
        QByteArray png;
        QBuffer buffer(&png);
        QVERIFY(picture.save(&buffer, "PNG"));
        QMimeData data;
        data.setData(QStringLiteral("image/png"), png);
        data.setText(QStringLiteral("a picture"));
        const app::MimeContent found = app::readMimeContent(data);
        QVERIFY(found.isPicture());
        QFile written(QString::fromStdString(app::writePicture(found).string()));
        QVERIFY(written.open(QFile::ReadOnly));
        QCOMPARE(written.readAll(), png);
    }
};

QTEST_GUILESS_MAIN(MimeContentTest)
#include "mime_content_test.moc"
