// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/wheel_guard.h"

#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QScrollArea>
#include <QScrollBar>
#include <QSlider>
#include <QTest>
#include <QVBoxLayout>
#include <QWheelEvent>

using namespace enlarger;

/// A page that is scrolled with the pointer over its fields.
class WheelGuardTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QScrollArea> m_area;
    QDoubleSpinBox* m_spin = nullptr;
    QComboBox* m_combo = nullptr;
    QSlider* m_slider = nullptr;

    static void turn(QWidget& widget)
    {
        const QPointF place = widget.rect().center();
        QWheelEvent event(place, widget.mapToGlobal(place), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QSpontaneKeyEvent::setSpontaneous(&event); // as from a platform: only such are passed on to parents
        qApp->notify(&widget, &event);             // sendEvent() would take that back
    }
    QString values() const
    {
        return QStringLiteral("%1 %2 %3")
            .arg(m_spin->value())
            .arg(m_combo->currentIndex())
            .arg(m_slider->value());
    }

private Q_SLOTS:
    void init()
    {
        m_area = std::make_unique<QScrollArea>();
        auto* page = new QWidget;
        auto* layout = new QVBoxLayout(page);
        new ui::WheelGuard(m_area.get());
        layout->addWidget(m_spin = new QDoubleSpinBox);
        layout->addWidget(m_combo = new QComboBox);
        layout->addWidget(m_slider = new QSlider(Qt::Horizontal));
        m_combo->addItems({"a", "b", "c"});
        m_spin->setValue(4.0);
        m_slider->setValue(50);
        page->setMinimumHeight(2000);
        m_area->setWidgetResizable(true);
        m_area->setWidget(page);
        m_area->resize(300, 300);
        m_area->show();
        QVERIFY(QTest::qWaitForWindowActive(m_area.get()));
        m_area->setFocus();
    }
    void cleanup() { m_area = nullptr; }

    void withoutFocusThePageScrolls()
    {
        const QString before = values();
        for (QWidget* field : {static_cast<QWidget*>(m_spin), static_cast<QWidget*>(m_combo),
                               static_cast<QWidget*>(m_slider)}) {
            const int at = m_area->verticalScrollBar()->value();
            turn(*field);
            QCOMPARE(values(), before);
            QVERIFY(!field->hasFocus());
            QVERIFY2(m_area->verticalScrollBar()->value() > at, field->metaObject()->className());
        }
    }
    void withFocusTheFieldTurns()
    {
        for (QWidget* field : {static_cast<QWidget*>(m_spin), static_cast<QWidget*>(m_combo),
                               static_cast<QWidget*>(m_slider)}) {
            const QString before = values();
            field->setFocus();
            turn(*field);
            QVERIFY(values() != before);
        }
    }
};

QTEST_MAIN(WheelGuardTest)
#include "wheel_guard_test.moc"
