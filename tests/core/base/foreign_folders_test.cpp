// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/foreign_folders.h"

#include <QTest>

using namespace enlarger;

class ForeignFoldersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsThemByTheirNames()
    {
        for (const char* name :
             {"@eaDir", "#recycle", "#snapshot", "@Recycle", "@Recently-Snapshot", ".@__thumb", "__MACOSX",
              ".AppleDouble", ".Trashes", "Photos Library.photoslibrary", "$RECYCLE.BIN", "$Recycle.Bin",
              "RECYCLER", "System Volume Information", "lost+found", ".Trash-1000", "Previews.lrdata",
              "Catalog Smart Previews.lrdata", "CaptureOne"})
            QVERIFY2(isForeignFolder(std::filesystem::path("/photos") / name), name);
    }

    void leavesAPersonsOwnAlone()
    {
        for (const char* name :
             {"recycle", "Recycling 2024", "snapshots", "day2", "@home", "#1", "lrdata", "Trash", "Previews",
              "Capture One tour", "MACOSX", "", "eaDir", "lost and found", "フォト"})
            QVERIFY2(!isForeignFolder(std::filesystem::path("/photos/#recycle") / name), name);
    }

    void tellsThemOnce()
    {
        PassedOver passedOver;
        QCOMPARE(passedOver.text(), std::string());
        passedOver.add("/photos/@eaDir");
        passedOver.add("/photos/@eaDir"); // found by two searches
        QCOMPARE(passedOver.text(), std::string("1 folder of other programs was passed over (@eaDir)"));
        for (int i = 0; i < 300; ++i)
            passedOver.add("/photos/" + std::to_string(i) + "/@eaDir");
        passedOver.add("/photos/#recycle");
        QCOMPARE(passedOver.count(), std::size_t(302));
        QCOMPARE(passedOver.text(),
                 std::string("302 folders of other programs were passed over (#recycle, @eaDir)"));
    }
};

QTEST_GUILESS_MAIN(ForeignFoldersTest)
#include "foreign_folders_test.moc"
