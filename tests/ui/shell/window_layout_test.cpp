// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/shell/window_bench.h"
#include "ui/enlarge/device_section.h"
#include "ui/enlarge/enlarge_page.h"
#include "ui/enlarge/folding_group.h"
#include "ui/enlarge/form_grid.h"
#include "ui/shell/empty_state.h"
#include "ui/shell/filmstrip.h"
#include "ui/shell/status_strip.h"
#include "ui/viewer/compare_mode.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QSlider>
#include <QSplitter>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <set>

using namespace enlarger;

namespace {

QString nameOf(const QWidget& widget)
{
    return QStringLiteral("%1 '%2'").arg(
        QString::fromLatin1(widget.metaObject()->className()),
        widget.accessibleName().isEmpty() ? widget.property("text").toString() : widget.accessibleName());
}

// Parts of another control, which speaks for them.
bool isInner(const QWidget& widget)
{
    return widget.objectName().startsWith(QLatin1String("qt_")) ||
           qobject_cast<QAbstractSpinBox*>(widget.parentWidget()) ||
           qobject_cast<QComboBox*>(widget.parentWidget()) || qobject_cast<QLineEdit*>(widget.parentWidget());
}

QList<QWidget*> controls(const QWidget& window)
{
    QList<QWidget*> found;
    for (auto* widget : window.findChildren<QWidget*>()) {
        const bool isControl = qobject_cast<QAbstractButton*>(widget) || qobject_cast<QComboBox*>(widget) ||
                               qobject_cast<QAbstractSpinBox*>(widget) || qobject_cast<QLineEdit*>(widget) ||
                               qobject_cast<QSlider*>(widget);
        if (isControl && !isInner(*widget))
            found << widget;
    }
    return found;
}

// What of the widget its parents leave to see. What can be scrolled down to counts as seen.
QRect seenPart(const QWidget& widget)
{
    QRect rect = widget.rect();
    for (const QWidget* at = &widget; !at->isWindow(); at = at->parentWidget()) {
        rect.translate(at->pos());
        const QWidget* parent = at->parentWidget();
        const auto* area = qobject_cast<QScrollArea*>(parent->parentWidget());
        if (area && area->viewport() == parent)
            return rect & QRect(0, rect.top(), parent->width(), rect.height());
        rect &= parent->rect();
    }
    return rect;
}

} // namespace

/// Whether everything can be seen, reached and read aloud.
class WindowLayoutTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::WindowBench> m_bench;

private Q_SLOTS:
    void init()
    {
        tests::refuseWindowWarnings();
        m_bench = std::make_unique<tests::WindowBench>();
        QVERIFY(m_bench->start());
        QVERIFY(m_bench->open(m_bench->folder().writePicture("a.png", 400, 300)));
    }
    void cleanup() { m_bench = nullptr; }

    void fitsIntoASmallScreen_data()
    {
        QTest::addColumn<int>("mode"); // its key
        for (const ui::CompareModeInfo& info : ui::compareModes())
            QTest::newRow(info.name) << int(QKeySequence(QString::fromLatin1(info.shortcut))[0].key());
        QTest::newRow("crop") << int(Qt::Key_C);
    }
    void fitsIntoASmallScreen()
    {
        QFETCH(int, mode);
        ui::MainWindow& window = m_bench->window();
        window.resize(1024, 640);
        m_bench->key(mode);
        QCoreApplication::processEvents();
        QCOMPARE(window.size(), QSize(1024, 640)); // its parts ask for no more
        QVERIFY(window.minimumSizeHint().width() <= 1024 && window.minimumSizeHint().height() <= 640);
        QAbstractButton* exporting = m_bench->button(QStringLiteral("Export"));
        QVERIFY(exporting);
        QCOMPARE(seenPart(*exporting).size(), exporting->size());

        constexpr int smallestTarget = 30; // for a hand with a mouse
        QList<QWidget*> seen;
        for (QWidget* widget : controls(window))
            if (widget->isVisible())
                seen << widget;
        QVERIFY(seen.size() > 15);
        for (const QWidget* widget : std::as_const(seen)) {
            QVERIFY2(seenPart(*widget).size() == widget->size(), qPrintable("cut: " + nameOf(*widget)));
            QVERIFY2(widget->width() >= std::min(widget->minimumSizeHint().width(), smallestTarget),
                     qPrintable("too narrow: " + nameOf(*widget)));
            for (const QWidget* other : std::as_const(seen))
                if (other != widget && other->parentWidget() == widget->parentWidget())
                    QVERIFY2(!widget->geometry().intersects(other->geometry()),
                             qPrintable(nameOf(*widget) + " lies on " + nameOf(*other)));
        }
    }

    // The modes are named where there is room; where there is little, tools are in a menu.
    void theBarUsesItsRoom()
    {
        ui::MainWindow& window = m_bench->window();
        const auto isNamed = [&] {
            const auto* split = qobject_cast<QToolButton*>(m_bench->button(QStringLiteral("Split")));
            return split->toolButtonStyle() == Qt::ToolButtonTextBesideIcon &&
                   split->width() > split->fontMetrics().horizontalAdvance(split->text());
        };
        window.resize(2200, 900);
        QTRY_VERIFY(isNamed());
        QVERIFY(!m_bench->button(QStringLiteral("More tools")));
        QVERIFY(m_bench->button(QStringLiteral("Information")));
        window.resize(1400, 900);
        QTRY_VERIFY(!isNamed());
        QVERIFY(m_bench->button(QStringLiteral("Information")));
        window.resize(1024, 640);
        QTRY_VERIFY(m_bench->button(QStringLiteral("More tools")));
        auto* more = qobject_cast<QToolButton*>(m_bench->button(QStringLiteral("More tools")));
        Q_EMIT more->menu()->aboutToShow();
        const QList<QAction*> hidden = more->menu()->actions();
        QVERIFY(std::ranges::any_of(
            hidden, [](const QAction* action) { return action->text() == QLatin1String("Information"); }));
        for (const QAction* action : hidden)
            QVERIFY(!m_bench->button(action->text()));
    }

    void theFilmstripKeepsItsWidth()
    {
        const auto splitterNow = [this] {
            return qobject_cast<QSplitter*>(m_bench->window().findChild<ui::Filmstrip*>()->parentWidget());
        };
        QSplitter* splitter = splitterNow();
        const int before = splitter->sizes()[0];
        QList<int> sizes = splitter->sizes();
        sizes[0] += 90;
        sizes[1] -= 90;
        splitter->setSizes(sizes);
        QCOMPARE(splitter->sizes()[0], before + 90);
        m_bench->window().close();
        QVERIFY(m_bench->start());
        QVERIFY(m_bench->open(m_bench->folder().path("a.png")));
        QTRY_COMPARE(splitterNow()->sizes()[0], before + 90);
    }

    void thePageFitsIntoALowWindow()
    {
        ui::MainWindow& window = m_bench->window();
        window.resize(1280, 800);
        const auto* page = window.findChild<ui::EnlargePage*>();
        for (auto* group : page->findChildren<ui::FoldingGroup*>())
            group->setOpen(false);
        QTRY_COMPARE(page->findChild<QScrollArea*>()->verticalScrollBar()->maximum(), 0);
        for (auto* group : page->findChildren<ui::FoldingGroup*>())
            group->setOpen(true);
        // One grid: all fields begin at one edge and end at one.
        const auto columns = [page] {
            std::set<std::pair<int, int>> found;
            for (const auto* grid : page->findChildren<ui::FormGrid*>())
                for (int row = 0; row < grid->rowCount() && grid->parentWidget()->isVisible(); ++row)
                    if (const auto* field = grid->itemAtPosition(row, 1); field && !field->isEmpty()) {
                        const int left = grid->parentWidget()->mapTo(page, field->geometry().topLeft()).x();
                        found.insert({left, left + field->geometry().width()});
                    }
            return found;
        };
        QTRY_COMPARE(columns().size(), std::size_t(1)); // a scroll bar may come first
    }

    void theDeviceInUseIsTold()
    {
        const auto* strip = m_bench->window().findChild<ui::StatusStrip*>();
        const auto says = [&](const QString& text) {
            const auto labels = strip->findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(),
                               [&](const QLabel* label) { return label->text() == text; });
        };
        const auto boxes = m_bench->window().findChild<ui::DeviceSection*>()->findChildren<QComboBox*>();
        const auto choose = [](QComboBox* box, const QVariant& value) {
            box->setCurrentIndex(box->findData(value));
            Q_EMIT box->activated(box->currentIndex()); // as a person does
        };
        choose(boxes[0], QStringLiteral("cpu"));
        choose(boxes[1], int(device::Precision::Fp32));
        QVERIFY(says(QStringLiteral("cpu, fp32")));
        choose(boxes[1], int(device::Precision::Bf16));
        QVERIFY(says(QStringLiteral("cpu, bf16")));
        choose(boxes[0], QStringLiteral("auto"));
        QVERIFY(!says(QStringLiteral("cpu, bf16"))); // it is the program's choice now
    }

    void theEndOfATrainingIsToldWhereThereIsRoom()
    {
        ui::StatusStrip strip;
        const auto* training = strip.findChild<QToolButton*>();
        const auto textAt = [&](int width) {
            strip.resize(width, 24);
            strip.setTraining(QStringLiteral("Training: step 3"), QStringLiteral("ends about 16:40"));
            return training->text();
        };
        QCOMPARE(textAt(1600), QStringLiteral("Training: step 3, ends about 16:40"));
        QCOMPARE(textAt(200), QStringLiteral("Training: step 3"));
        QVERIFY(training->toolTip().contains(QStringLiteral("16:40")));
    }

    void everyControlHasAName()
    {
        m_bench->key(Qt::Key_P); // the page of the reference test too
        m_bench->window().openFiles({m_bench->folder().path("missing.png")}); // and a message
        QTRY_VERIFY(!m_bench->message().isEmpty());
        for (const QWidget* widget : controls(m_bench->window())) {
            if (widget->isHidden()) // has nothing to say now
                continue;
            QString name = widget->accessibleName();
            if (const auto* button = qobject_cast<const QAbstractButton*>(widget); button && name.isEmpty())
                name = button->text();
            for (const auto* label : m_bench->window().findChildren<QLabel*>())
                if (label->buddy() == widget)
                    name = label->text(); // read aloud with it
            // Dots are no word.
            QVERIFY2(std::any_of(name.begin(), name.end(), [](QChar c) { return c.isLetterOrNumber(); }),
                     qPrintable(nameOf(*widget) + " in " + nameOf(*widget->parentWidget())));
        }
    }

    void theEmptyPageShowsWhatThereIsRoomFor()
    {
        QImage sample(132, 88, QImage::Format_RGB32);
        sample.fill(Qt::gray);
        ui::EmptyState page(sample);
        page.setRecentFiles({QStringLiteral("/a.jpg"), QStringLiteral("/b.jpg")});
        page.resize(500, 700);
        page.show();
        const auto seen = [&page] {
            int count = 0;
            for (const auto* button : page.findChildren<QAbstractButton*>())
                count += button->isVisible();
            return count;
        };
        QTRY_COMPARE(seen(), 4); // the sample, two files, "Open photos"
        page.resize(500, page.minimumSizeHint().height());
        QTRY_COMPARE(seen(), 1);
        QVERIFY(page.height() < 300);
        page.resize(500, 700);
        QTRY_COMPARE(seen(), 4);
    }

    void everyActionHasATipAndAKeyOfItsOwn()
    {
        std::set<QKeySequence> keys;
        const QList<QAction*> actions = m_bench->actions();
        QVERIFY(actions.size() > 25);
        for (const QAction* action : actions) {
            QVERIFY2(action->toolTip().contains(action->text()), qPrintable(action->text()));
            QVERIFY2(!action->associatedObjects().isEmpty(), qPrintable(action->text())); // its key works
            for (const QKeySequence& key : action->shortcuts())
                QVERIFY2(keys.insert(key).second,
                         qPrintable(action->text() + QLatin1Char(' ') + key.toString()));
        }
    }

    void everyModeHasAnIcon()
    {
        for (const ui::CompareModeInfo& info : ui::compareModes()) {
            const QString file = QStringLiteral(":/icons/%1.svg").arg(QString::fromLatin1(info.icon));
            QVERIFY2(QFile::exists(file), info.name);
        }
    }

    void panelsMayBeHidden()
    {
        const int width = m_bench->view().width();
        m_bench->key(Qt::Key_F9);
        QTRY_VERIFY(m_bench->view().width() > width);
        QVERIFY(!m_bench->button(QStringLiteral("Export")));
        m_bench->key(Qt::Key_F8);
        m_bench->key(Qt::Key_I); // brings the page back, with the information
        QTRY_COMPARE(m_bench->view().width() > width, true);
        m_bench->key(Qt::Key_I);
        QTRY_VERIFY(m_bench->button(QStringLiteral("Export")));
        m_bench->key(Qt::Key_F8);
        QTRY_COMPARE(m_bench->view().width(), width);
    }

    void themesKeepTheIcons()
    {
        ui::Workbench& bench = m_bench->bench();
        QAbstractButton* split = m_bench->button(QStringLiteral("Split"));
        const auto ink = [&] { // the most contrasting pixel with the background
            const QImage image = split->grab().toImage();
            const int ground = qGray(image.pixel(1, 1));
            int largest = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    largest = std::max(largest, std::abs(qGray(image.pixel(x, y)) - ground));
            return largest;
        };
        QVERIFY(ink() > 100);
        const QColor dark = m_bench->window().palette().color(QPalette::Window);
        bench.settings.setTheme(app::Settings::Theme::Light);
        QCoreApplication::processEvents();
        QVERIFY(m_bench->window().palette().color(QPalette::Window).lightness() > dark.lightness() + 100);
        QVERIFY(ink() > 100);
        bench.settings.setTheme(app::Settings::Theme::Dark);
        QCoreApplication::processEvents();
        QCOMPARE(m_bench->window().palette().color(QPalette::Window), dark);
        QVERIFY(ink() > 100);
    }
};

QTEST_MAIN(WindowLayoutTest)
#include "window_layout_test.moc"
