// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/sample_preview.h"
#include "core/train/photos/open_data.h"
#include "tests/app/finetune/photo_folder.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace enlarger;
using namespace enlarger::app;

class SamplePreviewTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    train::DataReport found() const
    {
        const auto folder = std::filesystem::path(m_folder.path().toStdString()) / "photos";
        tests::writePhotos(folder, 2);
        StopGate gate;
        return *train::checkTrainingData({folder}, {}, {}, gate);
    }

private Q_SLOTS:
    void followsRecipeAndPhotos()
    {
        SamplePreview preview;
        QSignalSpy changed(&preview, &SamplePreview::changed);
        train::Recipe recipe = *train::findRecipe("finetune-photos");
        preview.setRecipe(recipe);
        QVERIFY(preview.pictures().hr.isNull());
        preview.setPhotos(found());
        QTRY_VERIFY(!preview.isBusy());
        QCOMPARE(preview.pictures().hr.size(), QSize(128, 128));
        QCOMPARE(preview.pictures().lr.size(), QSize(32, 32));
        QCOMPARE(preview.pictures().bicubic.size(), QSize(128, 128));
        QCOMPARE(preview.pictures().photo, QStringLiteral("photo-1.png"));
        const QImage clean = preview.pictures().lr;

        QVERIFY(train::setField(recipe, "data.crop=64"));
        preview.setRecipe(recipe); // outdated at once
        QVERIFY(train::setField(recipe, "data.crop=128"));
        QVERIFY(train::setField(recipe, "data.degradation=photo"));
        preview.setRecipe(recipe);
        QTRY_VERIFY(!preview.isBusy());
        QCOMPARE(preview.pictures().lr.size(), QSize(32, 32));
        QVERIFY(preview.pictures().lr != clean);

        preview.showAnother();
        QTRY_VERIFY(!preview.isBusy());
        QCOMPARE(preview.pictures().photo, QStringLiteral("photo-2.png"));
        preview.setPhotos({});
        QVERIFY(preview.pictures().hr.isNull());
        QVERIFY(!changed.isEmpty());
    }

    void saysWhatCannotBeShown()
    {
        SamplePreview preview;
        train::Recipe recipe = *train::findRecipe("finetune-photos");
        QVERIFY(train::setField(recipe, "data.crop=1024"));
        preview.setRecipe(recipe);
        preview.setPhotos(found());
        QTRY_VERIFY(!preview.isBusy());
        QVERIFY(preview.error());
    }
};

QTEST_GUILESS_MAIN(SamplePreviewTest)
#include "sample_preview_test.moc"
