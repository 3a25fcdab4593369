// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/models_dialog.h"

#include "tests/ui/shell/window_bench.h"
#include "ui/models/mix_dialog.h"
#include "ui/shell/compare_pane.h"

#include <QApplication>
#include <QComboBox>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSlider>
#include <QTest>
#include <QTimer>

using namespace enlarger;
using ui::ModelList;
using ui::ModelsDialog;

class ModelsDialogTest : public QObject
{
    Q_OBJECT

private:
    static constexpr int patience = 60'000; // ms
    std::unique_ptr<tests::WindowBench> m_bench;
    ModelsDialog* m_dialog = nullptr;
    ModelList* m_list = nullptr;

    static QString name(const char* text) { return QString::fromLatin1(text); }
    app::EnlargeSession& session() const { return m_bench->bench().session; }
    app::ModelCatalog& catalog() const { return m_bench->bench().catalog; }
    QPushButton* button(const char* text) const
    {
        for (auto* button : m_dialog->findChildren<QPushButton*>())
            if (button->text() == QString::fromUtf8(text))
                return button;
        return nullptr;
    }
    void choose(const char* model) const
    {
        for (int row = 0; row < m_list->model()->rowCount(); ++row)
            if (m_list->model()->index(row, 0).data(ModelList::NameRole).toString() == name(model))
                m_list->setCurrentIndex(m_list->model()->index(row, 0));
        QCOMPARE(m_list->current(), name(model));
    }
    bool shows(const char* text) const
    {
        for (const auto* label : m_dialog->findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(QString::fromUtf8(text)))
                return true;
        return false;
    }
    // Answers the next dialog that waits for an answer; one that stays is put away, so that the test fails.
    template <class Dialog, class Answer>
    void answer(Answer act)
    {
        QTimer::singleShot(0, this, [act] {
            auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
            if (auto* expected = qobject_cast<Dialog*>(dialog))
                act(*expected);
            if (dialog && dialog->isVisible())
                dialog->reject();
        });
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWindowWarnings();
        m_bench = std::make_unique<tests::WindowBench>();
        QVERIFY(m_bench->start());
        QVERIFY(m_bench->open(m_bench->folder().writePicture("a.png", 300, 200)));
        QTest::keyClick(&m_bench->window(), Qt::Key_M, Qt::ControlModifier);
        m_dialog = m_bench->window().findChild<ModelsDialog*>();
        QVERIFY(m_dialog && m_dialog->isVisible());
        m_list = m_dialog->findChild<ModelList*>();
        QCOMPARE(m_list->model()->rowCount(), 3);
    }
    void cleanup() { m_bench = nullptr; }

    void showsEveryModelOnThisPhoto()
    {
        QCOMPARE(m_list->current(), session().model());
        QVERIFY(shows("Title of photo-x4"));
        QVERIFY(shows("Licence"));
        choose("other");
        QVERIFY(shows("Title of other"));
        const auto crops = [this] {
            int count = 0;
            for (int row = 0; row < m_list->model()->rowCount(); ++row)
                count += !m_list->model()->index(row, 0).data(ModelList::CropRole).value<QImage>().isNull();
            return count;
        };
        QTRY_COMPARE_WITH_TIMEOUT(crops(), 3, patience);
    }

    void listsWhatAuthorsPublish()
    {
        QVERIFY(shows("Published networks"));
        for (const app::CatalogueEntry& entry : app::catalogue())
            QVERIFY2(shows(entry.title.toUtf8().constData()), qPrintable(entry.title));
    }

    void usesTheChosenOne()
    {
        QVERIFY(!button("In use")->isEnabled());
        choose("other");
        button("Use it")->click();
        QCOMPARE(session().model(), name("other"));
        QVERIFY(button("In use"));
        choose("faithful-x4");
        QTest::keyClick(m_list, Qt::Key_Return);
        QCOMPARE(session().model(), name("faithful-x4"));
        QVERIFY(m_dialog->isVisible());
    }

    void aRenamedModelStaysInUse()
    {
        choose("other");
        session().setModel(name("other"));
        answer<QInputDialog>([](QInputDialog& dialog) {
            dialog.setTextValue(QStringLiteral("mine"));
            dialog.accept();
        });
        button("Rename…")->click();
        QTRY_COMPARE_WITH_TIMEOUT(session().model(), name("mine"), patience);
        QVERIFY(!catalog().find(name("other")));
        QVERIFY(shows("other is called mine now."));
        QCOMPARE(m_list->current(), name("mine"));
    }

    void aRenamedModelStaysInTheComparison()
    {
        ui::Candidates& candidates = m_bench->bench().candidates;
        auto* pane = m_bench->window().findChild<ui::ComparePane*>();
        candidates.setAddedModels({name("other")});
        pane->showPair(QStringLiteral("bicubic"), ui::Candidates::keyOf(name("other")));
        choose("other");
        answer<QInputDialog>([](QInputDialog& dialog) {
            dialog.setTextValue(QStringLiteral("mine"));
            dialog.accept();
        });
        button("Rename…")->click();
        QTRY_COMPARE_WITH_TIMEOUT(candidates.addedModels(), QStringList{name("mine")}, patience);
        QCOMPARE(pane->shownKeys(), (QStringList{name("bicubic"), ui::Candidates::keyOf(name("mine"))}));
        QVERIFY(candidates.find(ui::Candidates::keyOf(name("mine"))));
    }

    void aBadNameIsRefused()
    {
        choose("other");
        answer<QInputDialog>([](QInputDialog& dialog) {
            dialog.setTextValue(QStringLiteral("../mine"));
            dialog.accept();
        });
        button("Rename…")->click();
        QVERIFY(shows("A name has at most 80 letters"));
        QVERIFY(catalog().find(name("other")));
    }

    void removesAfterAQuestionThatSaysWhatIsLost()
    {
        choose("faithful-x4");
        QString question;
        answer<QMessageBox>([&question](QMessageBox& box) { question = box.text(); });
        button("Remove…")->click();
        QVERIFY(question.contains(QStringLiteral("Title of photo-x4"))); // would lose its strength
        QVERIFY(catalog().find(name("faithful-x4")));
        answer<QMessageBox>([](QMessageBox& box) {
            for (QAbstractButton* button : box.buttons())
                if (box.buttonRole(button) == QMessageBox::DestructiveRole)
                    return button->click();
            box.reject();
        });
        button("Remove…")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!catalog().find(name("faithful-x4")), patience);
        QTRY_COMPARE(m_list->model()->rowCount(), 2);
    }

    void mixesTwoIntoAThird()
    {
        choose("photo-x4");
        answer<ui::MixDialog>([](ui::MixDialog& dialog) {
            auto* other = dialog.findChild<QComboBox*>();
            other->setCurrentIndex(other->findData(QStringLiteral("faithful-x4")));
            dialog.findChild<QSlider*>()->setValue(30);
            QCOMPARE(dialog.name(), QStringLiteral("photo-x4-faithful-x4-30"));
            auto* field = dialog.findChild<QLineEdit*>();
            field->selectAll();
            QTest::keyClicks(field, QStringLiteral("third"));
            dialog.findChild<QSlider*>()->setValue(40); // a name that was typed stays
            QCOMPARE(dialog.name(), QStringLiteral("third"));
            QCOMPARE(dialog.strength(), 0.4);
            dialog.accept();
        });
        button("Mix…")->click();
        QTRY_VERIFY_WITH_TIMEOUT(catalog().find(name("third")), patience);
    }

    void keysWorkAtOnce()
    {
        QCOMPARE(m_dialog->focusWidget(), m_list);
        QTest::keyClick(m_list, Qt::Key_Down);
        QVERIFY(m_list->current() != session().model());
        const QString chosen = m_list->current();
        button("Use it")->setFocus();
        QTest::keyClick(button("Use it"), Qt::Key_Space);
        QCOMPARE(session().model(), chosen);
        QCOMPARE(m_dialog->focusWidget(), m_list); // and not the next button
    }

    void anotherPhotoHasItsOwnCards()
    {
        const auto crop = [this] {
            return m_list->model()->index(0, 0).data(ModelList::BicubicRole).value<QImage>();
        };
        QTRY_VERIFY_WITH_TIMEOUT(!crop().isNull(), patience);
        const QImage first = crop();
        QVERIFY(m_bench->open(m_bench->folder().writePicture("b.png", 310, 160, 1)));
        QTRY_VERIFY_WITH_TIMEOUT(!crop().isNull() && crop() != first, patience);
    }

    void measuresItsSpeed()
    {
        choose("other");
        button("Measure speed")->click();
        QTRY_VERIFY_WITH_TIMEOUT(shows("megapixel"), patience);
        QTRY_VERIFY(button("Measure speed")->isEnabled());
    }

    void takesADroppedModel()
    {
        const models::ModelStore store;
        const std::filesystem::path file = m_bench->folder().path("dropped.pth");
        QVERIFY(store.exportTo(*store.find("other"), file, {.format = models::ExportFormat::Pth}));
        std::filesystem::remove(store.fileOf("other"));
        catalog().reload();
        QTRY_VERIFY(!catalog().find(name("other")));
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(QString::fromStdString(file.string()))});
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_dialog, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_dialog, &drop);
        QVERIFY(drop.isAccepted());
        QTRY_VERIFY_WITH_TIMEOUT(catalog().find(name("dropped")), patience);
    }

    void theWindowCloses()
    {
        m_bench->stop(); // while crops are being made
    }
};

QTEST_MAIN(ModelsDialogTest)
#include "models_dialog_test.moc"
