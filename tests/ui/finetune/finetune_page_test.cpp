// SPDX-License-Identifier: GPL-3.0-or-later
// What is to be trained, as the page shows and changes it.
#include "app/finetune/recipe_cards.h"
#include "tests/app/finetune/photo_folder.h"
#include "tests/app/session/session_folder.h"
#include "ui/finetune/card_picker.h"
#include "ui/finetune/field_row.h"
#include "ui/finetune/finetune_page.h"
#include "ui/finetune/sample_view.h"
#include "ui/finetune/settings_drawer.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QRegularExpression>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

using namespace enlarger;

class FineTunePageTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::SessionFolder> m_folder;
    std::unique_ptr<app::ModelCatalog> m_catalog;
    std::unique_ptr<app::FineTuneSession> m_session;
    std::unique_ptr<ui::FineTunePage> m_page;
    DeviceQueue m_queue;

    template <class Widget>
    Widget* named(const char* name)
    {
        for (auto* widget : m_page->findChildren<Widget*>())
            if (widget->isVisible() && widget->accessibleName() == QLatin1String(name))
                return widget;
        return nullptr;
    }
    QPushButton* button(const QString& text)
    {
        for (auto* button : m_page->findChildren<QPushButton*>())
            if (button->isVisible() && button->text().startsWith(text))
                return button;
        return nullptr;
    }
    ui::FieldRow* row(const std::string& key)
    {
        for (auto* row : m_page->findChildren<ui::FieldRow*>())
            if (row->key() == key)
                return row;
        return nullptr;
    }
    ui::SettingsDrawer& openDrawer()
    {
        button(QStringLiteral("All settings"))->click();
        return *m_page->findChild<ui::SettingsDrawer*>();
    }
    int rowsShown()
    {
        return int(std::ranges::count_if(m_page->findChildren<ui::FieldRow*>(), &QWidget::isVisible));
    }
    // Chooses a card of the picker that is shown.
    void choose(const QString& title)
    {
        for (auto* picker : m_page->findChildren<ui::CardPicker*>()) {
            auto* list = picker->findChild<QListView*>();
            for (int i = 0; picker->isVisible() && i < list->model()->rowCount(); ++i)
                if (const QModelIndex index = list->model()->index(i, 0); index.data().toString() == title) {
                    list->setCurrentIndex(index);
                    QTest::keyClick(list, Qt::Key_Return);
                    return;
                }
        }
        QFAIL(qPrintable(title));
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(
            QRegularExpression(QStringLiteral("^(?!This plugin does not support )"))); // of windows
        m_folder = std::make_unique<tests::SessionFolder>();
        m_folder->addModel("photo-x4", "crisp");
        m_folder->addModel("photo-x4-faithful", "faithful");
        tests::writePhotos(m_folder->path("learn"), 3);
        m_catalog = std::make_unique<app::ModelCatalog>();
        m_session = std::make_unique<app::FineTuneSession>(*m_catalog, m_queue);
        QTRY_VERIFY(m_catalog->isLoaded());
        m_page = std::make_unique<ui::FineTunePage>(*m_session, *m_catalog);
        m_page->resize(320, 900);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    }
    void cleanup()
    {
        m_page = nullptr;
        m_session = nullptr;
        m_catalog = nullptr;
    }

    void cardsSayWhatARecipeIsFor()
    {
        auto* field = named<QComboBox>("Recipe");
        QCOMPARE(field->currentText(), app::recipeCards()[0].title);
        field->showPopup();
        choose(app::recipeCards()[1].title);
        QCOMPARE(m_session->recipe().data.degradation, degrade::DegradationKind::Photo);
        QVERIFY(field->isVisible() && field->hasFocus()); // the page is back
        QCOMPARE(field->currentText(), app::recipeCards()[1].title);
        field->showPopup();
        auto* picker = m_page->findChild<ui::CardPicker*>();
        QTest::keyClick(m_page->focusWidget(), Qt::Key_Escape);
        QVERIFY(picker && field->isVisible());
        QVERIFY(m_session->setField("data.degradation", "real")); // as no card says
        QCOMPARE(field->currentText(), QStringLiteral("Fine-tuning on your own photos"));
    }

    void cardsSayWhatAModelIsFor()
    {
        auto* field = named<QComboBox>("Start from");
        field->showPopup();
        choose(QStringLiteral("Nothing: a new network"));
        QCOMPARE(m_session->from(), QString());
        field->showPopup();
        choose(QStringLiteral("Title of photo-x4-faithful"));
        QCOMPARE(m_session->from(), QStringLiteral("photo-x4-faithful"));
        m_session->setFrom(QStringLiteral("photo-x4"));
        // A crisp model, and a recipe that would soften it: its partner learns.
        QVERIFY(m_session->learnerOf(*m_catalog->find(QStringLiteral("photo-x4")))
                    .contains(QStringLiteral("Title of photo-x4-faithful")));
        m_session->setRecipe("esrgan");
        QCOMPARE(m_session->learnerOf(*m_catalog->find(QStringLiteral("photo-x4"))), QString());
    }

    void allFieldsCanBeFoundAndChanged()
    {
        ui::SettingsDrawer& drawer = openDrawer();
        QVERIFY(drawer.isVisible());
        QCOMPARE(rowsShown(), int(train::fieldsOf(m_session->recipe()).size()));
        auto* search = named<QLineEdit>("Search the settings");
        QVERIFY(search->hasFocus());
        QTest::keyClicks(search, QStringLiteral("crop HR"));
        QVERIFY(row("data.crop")->isVisible() && !row("optimiser.rate")->isVisible());
        auto* crop = row("data.crop")->findChild<QLineEdit*>();
        crop->setText(QStringLiteral("96"));
        QTest::keyClick(crop, Qt::Key_Return);
        QCOMPARE(m_session->recipe().data.crop, 96);
        QVERIFY(row("data.crop")->isChanged());
        search->clear();
        auto* onlyChanged = drawer.findChild<QCheckBox*>();
        onlyChanged->click();
        QCOMPARE(rowsShown(), 1);
        row("data.crop")->findChild<QToolButton*>()->click();
        QCOMPARE(m_session->recipe().data.crop, 128);
        QCOMPARE(rowsShown(), 0);
        onlyChanged->click();

        auto* flips = row("data.flips")->findChild<QCheckBox*>();
        QVERIFY(flips->isChecked());
        flips->click();
        QVERIFY(!m_session->recipe().data.flips);
        auto* kind = row("optimiser.kind")->findChild<QComboBox*>();
        kind->setCurrentText(QStringLiteral("adan"));
        Q_EMIT kind->textActivated(kind->currentText());
        QCOMPARE(m_session->recipe().optimiser.kind, train::OptimiserKind::Adan);
        button(QStringLiteral("Reset all"))->click();
        QVERIFY(m_session->recipe().data.flips && flips->isChecked());
        QCOMPARE(kind->currentText(), QStringLiteral("adam"));
        QTest::keyClick(m_page->focusWidget(), Qt::Key_Escape);
        QVERIFY(!drawer.isVisible());
    }

    void refusalsStandBelowTheField()
    {
        openDrawer();
        auto* rate = row("optimiser.rate")->findChild<QLineEdit*>();
        rate->setText(QStringLiteral("fast"));
        QTest::keyClick(rate, Qt::Key_Return);
        QCOMPARE(m_session->recipe().optimiser.rate, 5e-5);
        QCOMPARE(rate->text(), QStringLiteral("fast")); // to be mended
        const auto tells = [&] {
            const auto labels = row("optimiser.rate")->findChildren<QLabel*>();
            return std::ranges::any_of(labels, [](const QLabel* label) {
                return label->isVisible() && label->text().contains(QStringLiteral("'fast'"));
            });
        };
        QVERIFY(tells());
        rate->setText(QStringLiteral("1e-4"));
        QTest::keyClick(rate, Qt::Key_Return);
        QVERIFY(!tells());
        QCOMPARE(m_session->recipe().optimiser.rate, 1e-4);
        QVERIFY(!row("generator.blocks")->findChild<QLineEdit*>()->isEnabled()); // the model's
        m_session->setFrom({});
        QVERIFY(row("generator.blocks")->findChild<QLineEdit*>()->isEnabled());
    }

    void thePreviewFollowsTheSettings()
    {
        auto* view = m_page->findChild<ui::SampleView*>();
        QVERIFY(!view->isVisible()); // there are no photos
        m_session->addPhotos({m_folder->path("learn")});
        QTRY_VERIFY(view->isVisible());
        QTRY_VERIFY(!m_session->preview().pictures().lr.isNull());
        const QImage clean = m_session->preview().pictures().lr;
        auto* kind = named<QComboBox>("How small copies are made");
        kind->setCurrentIndex(kind->findData(QStringLiteral("photo")));
        Q_EMIT kind->activated(kind->currentIndex());
        QTRY_VERIFY(!m_session->preview().isBusy());
        QVERIFY(m_session->preview().pictures().lr != clean);
        auto* noise = named<QSlider>("Noise up to");
        QVERIFY(noise);
        noise->setValue(30);
        QCOMPARE(m_session->recipe().degradation.photo.noise.to, 30.0);
        QTRY_VERIFY(!m_session->preview().isBusy());
        const QString photo = m_session->preview().pictures().photo;
        button(QStringLiteral("Another crop"))->click();
        QTRY_VERIFY(m_session->preview().pictures().photo != photo);
    }

    void theLengthIsInMinutesOrSteps()
    {
        m_session->setEffort(app::FineTuneSession::Effort::Steps);
        auto* steps = named<QSpinBox>("Steps");
        QVERIFY(steps && !named<QAbstractSpinBox>("Minutes"));
        QCOMPARE(steps->value(), 600);
        steps->setValue(50);
        QTest::keyClick(steps, Qt::Key_Return);
        QCOMPARE(m_session->recipe().schedule.steps, 50);
        QVERIFY(!button(QStringLiteral("What will it take?"))->isEnabled()); // without photos
    }
};

QTEST_MAIN(FineTunePageTest)
#include "finetune_page_test.moc"
