// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/model_picker.h"

#include "tests/ui/shell/window_bench.h"
#include "ui/enlarge/crop_place.h"
#include "ui/enlarge/enlarge_page.h"
#include "ui/enlarge/model_field.h"
#include "ui/enlarge/model_section.h"

#include <QApplication>
#include <QListView>
#include <QTest>

using namespace enlarger;
using ui::ModelPicker;

class ModelPickerTest : public QObject
{
    Q_OBJECT

private:
    static constexpr int patience = 60000; // ms
    std::unique_ptr<tests::WindowBench> m_bench;
    ModelPicker* m_picker = nullptr;
    QListView* m_list = nullptr;

    app::EnlargeSession& session() const { return m_bench->bench().session; }
    ui::ModelField& field() const
    {
        return *m_bench->window().findChild<ui::ModelSection*>()->findChild<ui::ModelField*>();
    }
    void open() const
    {
        field().setFocus();
        m_bench->key(Qt::Key_Return);
    }
    QStringList names() const
    {
        QStringList names;
        for (int row = 0; row < m_list->model()->rowCount(); ++row)
            names << m_list->model()->index(row, 0).data(ui::ModelList::NameRole).toString();
        return names;
    }
    QImage crop(int row, int role) const { return m_list->model()->index(row, 0).data(role).value<QImage>(); }
    int cropCount() const
    {
        int count = 0;
        for (int row = 0; row < m_list->model()->rowCount(); ++row)
            count += !crop(row, ui::ModelList::CropRole).isNull();
        return count;
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWindowWarnings();
        m_bench = std::make_unique<tests::WindowBench>();
        QVERIFY(m_bench->start());
        QVERIFY(m_bench->open(m_bench->folder().writePicture("a.png", 300, 200)));
        m_picker = m_bench->window().findChild<ModelPicker*>();
        m_list = m_picker->findChild<QListView*>();
    }
    void cleanup() { m_bench = nullptr; }

    void showsWhatEachModelMakesOfThisPhoto()
    {
        QVERIFY(!m_picker->isVisible());
        open();
        QVERIFY(m_picker->isVisible());
        QCOMPARE(names(), (QStringList{QStringLiteral("photo-x4"), QStringLiteral("faithful-x4"),
                                       QStringLiteral("other")}));
        QCOMPARE(m_list->currentIndex().row(), 0); // the one in use
        QVERIFY(m_list->currentIndex().data(ui::ModelList::IsStandardRole).toBool());
        QVERIFY(
            m_list->currentIndex().data(ui::ModelList::FactsRole).toString().contains(QStringLiteral("×4")));
        QTRY_COMPARE_WITH_TIMEOUT(cropCount(), 3, patience);
        QTRY_VERIFY(!crop(0, ui::ModelList::BicubicRole).isNull());
        QCOMPARE(crop(0, ui::ModelList::BicubicRole).size(), crop(0, ui::ModelList::CropRole).size());
        QVERIFY(crop(0, ui::ModelList::BicubicRole) != crop(0, ui::ModelList::CropRole));
        // It lies in the page, beside the picture.
        const QRect page(m_picker->mapTo(&m_bench->window(), QPoint()), m_picker->size());
        const QRect picture(m_bench->view().mapTo(&m_bench->window(), QPoint()), m_bench->view().size());
        QVERIFY(!page.intersects(picture));

        m_bench->key(Qt::Key_Escape);
        open(); // what was made is kept
        QTRY_COMPARE_WITH_TIMEOUT(cropCount(), 3, patience);
    }

    void waitsForWhatIsOnTheScreenAndStopsWhenClosed()
    {
        QVERIFY(m_bench->waitUntilIdle());
        open();
        m_bench->key(Qt::Key_Escape);
        QVERIFY(!m_picker->isVisible());
        QVERIFY(QApplication::focusWidget() == &field());
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->isFree(Urgency::Training),
                                 patience); // nothing is being computed any more
    }

    void keysChoose()
    {
        open();
        QVERIFY(QApplication::focusWidget() == m_list);
        m_bench->key(Qt::Key_Down);
        m_bench->key(Qt::Key_Return);
        QCOMPARE(session().model(), QStringLiteral("faithful-x4"));
        QVERIFY(!m_picker->isVisible());
        open();
        QCOMPARE(m_list->currentIndex().row(), 1);
        m_bench->key(Qt::Key_Up);
        m_bench->key(Qt::Key_Escape);
        QCOMPARE(session().model(), QStringLiteral("faithful-x4")); // nothing was chosen
    }

    void typingFinds()
    {
        open();
        QTest::keyClicks(m_list, QStringLiteral("oth")); // letters that are keys of the window elsewhere
        QCOMPARE(m_list->currentIndex().data(ui::ModelList::NameRole).toString(), QStringLiteral("other"));
        QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {},
                          m_list->visualRect(m_list->model()->index(0, 0)).center());
        QCOMPARE(session().model(), QStringLiteral("photo-x4"));
        QVERIFY(!m_picker->isVisible());
    }

    void looksWhereThereIsDetail()
    {
        image::Image flat(200, 100, 3);
        for (int y = 40; y < 60; ++y) // a chequered spot
            for (int x = 120; x < 150; ++x)
                for (int c = 0; c < 3; ++c)
                    flat.at(x, y, c) = float((x + y) % 2);
        image::PackedPicture picture(200, 100, 3, 8);
        picture.setRows(0, flat);
        const image::PixelRect seen{0, 0, 200, 100};
        const image::PixelRect place = ui::cropPlace(picture, seen, {16, 12});
        QCOMPARE(place.width, 16);
        QCOMPARE(place.height, 12);
        QVERIFY(!place.intersected({120, 40, 30, 20}).empty());
        // Where a person has come close, it is that very place.
        QCOMPARE(ui::cropPlace(picture, {10, 10, 20, 16}, {16, 12}), (image::PixelRect{12, 12, 16, 12}));
        QCOMPARE(ui::cropPlace(picture, seen, {500, 500}), (image::PixelRect{0, 0, 200, 100}));
    }
};

QTEST_MAIN(ModelPickerTest)
#include "model_picker_test.moc"
