// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/fidelity_section.h"

#include "tests/ui/shell/window_bench.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSlider>
#include <QTest>

using namespace enlarger;

class FidelitySectionTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::WindowBench> m_bench;
    ui::FidelitySection* m_section = nullptr;
    QSlider* m_strength = nullptr;

    app::EnlargeSession& session() const { return m_bench->bench().session; }
    bool says(const QString& text) const // is there a visible label with it
    {
        const auto labels = m_section->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
            return label->isVisible() && label->text().contains(text);
        });
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWindowWarnings();
        m_bench = std::make_unique<tests::WindowBench>();
        QVERIFY(m_bench->start());
        m_section = m_bench->window().findChild<ui::FidelitySection*>();
        m_strength = m_section->findChild<QSlider*>();
    }
    void cleanup() { m_bench = nullptr; }

    void strengthGoesFromFaithfulToCrisp()
    {
        QVERIFY(m_strength->isEnabled());
        QCOMPARE(m_strength->value(), m_strength->maximum() * 6 / 10); // photo-x4 has a faithful partner
        m_strength->setFocus();
        QTest::keyClick(m_strength, Qt::Key_Home);
        QCOMPARE(session().strength(), 0.0);
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(m_strength, Qt::Key_Right);
        QCOMPARE(session().strength(), 0.25);
        QCOMPARE(m_section->findChild<QDoubleSpinBox*>()->value(), 0.25);
        m_section->findChild<QDoubleSpinBox*>()->setValue(0.7); // typed: between the steps of the slider
        QCOMPARE(session().strength(), 0.7);
        session().setStrength(0.5);
        QCOMPARE(m_strength->value(), m_strength->maximum() / 2);
    }

    void aClickGoesThereAndTwoGoBack()
    {
        const auto at = [this](double strength) {
            constexpr int half = 8; // of the handle, about
            return QPoint(half + int(std::lround((m_strength->width() - 2 * half) * strength)),
                          m_strength->height() / 3);
        };
        QTest::mouseClick(m_strength, Qt::LeftButton, {}, at(0.25));
        QVERIFY2(std::abs(session().strength() - 0.25) < 0.06,
                 qPrintable(QString::number(session().strength())));
        QTest::mouseDClick(m_strength, Qt::LeftButton, {}, at(0.25));
        QCOMPARE(session().strength(), 0.6); // what it begins with
    }

    void greyedWithTheReasonWhereThereIsNoPartner()
    {
        QVERIFY(!session().strengthUnavailableReason().size());
        session().setModel(QStringLiteral("other"));
        QVERIFY(!m_strength->isEnabled());
        QVERIFY(!session().strengthUnavailableReason().isEmpty());
        QVERIFY(says(session().strengthUnavailableReason()));
        session().setModel(QStringLiteral("faithful-x4"));
        QVERIFY(m_strength->isEnabled());
        QCOMPARE(m_strength->value(), 0); // it is the faithful end
    }

    void coloursAreLocked()
    {
        auto* lock = m_section->findChild<QCheckBox*>();
        QVERIFY(lock->isChecked()); // at first
        QTest::keyClick(lock, Qt::Key_Space);
        QVERIFY(!session().colourLock());
        session().setColourLock(true);
        QVERIFY(lock->isChecked());
    }
};

QTEST_MAIN(FidelitySectionTest)
#include "fidelity_section_test.moc"
