// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/size_section.h"

#include "tests/ui/shell/window_bench.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSpinBox>
#include <QTest>

using namespace enlarger;

class SizeSectionTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::WindowBench> m_bench;
    QComboBox* m_kind = nullptr;
    QDoubleSpinBox* m_value = nullptr;

    app::EnlargeSession& session() const { return m_bench->bench().session; }
    ui::SizeSection& section() const { return *m_bench->window().findChild<ui::SizeSection*>(); }
    void choose(const QString& kind) const
    {
        m_kind->setCurrentText(kind);
        Q_EMIT m_kind->activated(m_kind->currentIndex()); // as a person does
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWindowWarnings();
        m_bench = std::make_unique<tests::WindowBench>();
        QVERIFY(m_bench->start());
        m_kind = section().findChild<QComboBox*>();
        m_value = section().findChild<QDoubleSpinBox*>();
        QVERIFY(m_bench->open(m_bench->folder().writePicture("a.png", 300, 200)));
    }
    void cleanup() { m_bench = nullptr; }

    void beginsAtTheModelsFactor()
    {
        QCOMPARE(m_kind->currentText(), QStringLiteral("Factor"));
        QCOMPARE(m_value->value(), 4.0);
        QVERIFY(section().findChildren<QLabel*>().constLast()->text().contains(QStringLiteral("1200 × 800")));
    }

    void anotherUnitKeepsTheSize_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<double>("value");
        QTest::newRow("width") << "Width" << 1200.0;
        QTest::newRow("height") << "Height" << 800.0;
        QTest::newRow("long side") << "Long side" << 1200.0;
        QTest::newRow("factor") << "Factor" << 4.0;
    }
    void anotherUnitKeepsTheSize()
    {
        QFETCH(QString, kind);
        QFETCH(double, value);
        choose(kind);
        QCOMPARE(m_value->value(), value);
        QCOMPARE(session().outputSize(), QSize(1200, 800));
    }

    void sizesOnPaper()
    {
        choose(QStringLiteral("Print long side"));
        QVERIFY(std::abs(m_value->value() - 10.16) < 0.01); // 1200 pixels at 300 dpi, in cm
        auto& unit = *section().findChildren<QComboBox*>()[1];
        auto& dpi = *section().findChild<QSpinBox*>();
        QVERIFY(unit.isVisible() && dpi.isVisible());
        m_value->setValue(20.0);
        dpi.setValue(150);
        QCOMPARE(session().outputSize(), QSize(1181, 787));
        QCOMPARE(session().printSize()->dpi, 150.0);
        const auto& result = *section().findChildren<QLabel*>().constLast();
        QVERIFY2(result.text().contains(QStringLiteral("20.0 × 13.3 cm at 150 dpi")),
                 qPrintable(result.text()));
        unit.setCurrentText(QStringLiteral("inches"));
        Q_EMIT unit.activated(unit.currentIndex());
        QCOMPARE(m_value->value(), 7.87);
        QVERIFY(result.text().contains(QStringLiteral(" in at 150 dpi")));
        choose(QStringLiteral("Width"));
        QVERIFY(!session().printSize());
        QVERIFY(!unit.isVisible() && !dpi.isVisible());

        session().setPrintSize({app::PrintSize::Side::Height, {4.0, app::LengthUnit::Inch}, 200.0});
        QCOMPARE(m_kind->currentText(), QStringLiteral("Print height"));
        QCOMPARE(m_value->value(), 4.0);
        QCOMPARE(m_value->suffix(), QStringLiteral(" in"));
        QCOMPARE(dpi.value(), 200);
    }

    void megapixelsAreNear()
    {
        choose(QStringLiteral("Megapixels"));
        QCOMPARE(m_value->value(), 1.0); // 0.96 in one digit
        m_value->setValue(6.0);
        const QSize size = session().outputSize();
        QVERIFY(std::abs(size.width() * size.height() - 6e6) < 1e4);
        choose(QStringLiteral("Factor"));
        QVERIFY(std::abs(m_value->value() - 10.0) < 0.01);
    }

    void valuesReachTheSession()
    {
        choose(QStringLiteral("Width"));
        m_value->setValue(600);
        QCOMPARE(session().outputSize(), QSize(600, 400));
        choose(QStringLiteral("Height"));
        QCOMPARE(m_value->value(), 400.0);
        m_value->setValue(100);
        QCOMPARE(session().outputSize(), QSize(150, 100));
        choose(QStringLiteral("Factor"));
        QCOMPARE(m_value->value(), 0.5);
        m_value->setValue(3.0);
        QCOMPARE(session().outputSize(), QSize(900, 600));
    }

    void theModelsFactorFollowsTheModel()
    {
        QVERIFY(!session().requestedSize().factor);
        m_value->setValue(2.0);
        QCOMPARE(session().requestedSize().factor, std::optional(2.0));
        m_value->setValue(4.0); // the model's own again
        QVERIFY(!session().requestedSize().factor);
    }

    void mirrorsTheSession()
    {
        session().setRequestedSize({.longSide = 900});
        QCOMPARE(m_kind->currentText(), QStringLiteral("Long side"));
        QCOMPARE(m_value->value(), 900.0);
        session().setRequestedSize({});
        QCOMPARE(m_kind->currentText(), QStringLiteral("Factor"));
        QCOMPARE(m_value->value(), 4.0);
        m_bench->bench().documents.closeAll();
        QVERIFY(section().findChildren<QLabel*>().constLast()->text().contains(QStringLiteral("No photo")));
    }
};

QTEST_MAIN(SizeSectionTest)
#include "size_section_test.moc"
