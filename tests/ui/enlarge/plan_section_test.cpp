// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/plan_section.h"

#include "core/base/byte_text.h"
#include "tests/ui/shell/window_bench.h"

#include <QLabel>
#include <QTest>

using namespace enlarger;

class PlanSectionTest : public QObject
{
    Q_OBJECT

private:
    static constexpr int patience = 60000; // ms
    std::unique_ptr<tests::WindowBench> m_bench;
    std::unique_ptr<DeviceQueue::Claim> m_preview; // which has the device

    app::EnlargeSession& session() const { return m_bench->bench().session; }
    QString text() const
    {
        QStringList lines;
        for (const auto* label : m_bench->window().findChild<ui::PlanSection*>()->findChildren<QLabel*>())
            if (label->isVisible())
                lines << label->text();
        return lines.join(QLatin1Char('\n'));
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWindowWarnings();
        m_bench = std::make_unique<tests::WindowBench>();
        QVERIFY(m_bench->start());
        QVERIFY(m_bench->open(m_bench->folder().writePicture("a.png", 300, 200)));
        QVERIFY(m_bench->waitUntilIdle());
    }
    void cleanup()
    {
        m_preview = nullptr;
        m_bench = nullptr;
    }

    void saysWhatAnExportCosts()
    {
        QTRY_VERIFY_WITH_TIMEOUT(session().plan(), patience);
        QVERIFY2(text().contains(QStringLiteral("1.0 megapixels, about ")), qPrintable(text()));
        QVERIFY2(text().contains(QStringLiteral(" of memory")), qPrintable(text()));
        QVERIFY2(!text().contains(QStringLiteral("About under")), qPrintable(text()));
        QVERIFY2(text().contains(QStringLiteral("Under 1 s")) || text().contains(QStringLiteral("About ")),
                 qPrintable(text()));
        // What the program holds already is not the export's.
        const auto& plan = *session().plan();
        QVERIFY(text().contains(QString::fromStdString(bytesText(plan.memory - plan.resident))));
    }

    void whatIsKnownDoesNotWait()
    {
        QTRY_VERIFY_WITH_TIMEOUT(session().plan(), patience); // so that the speed is known
        m_preview = std::make_unique<DeviceQueue::Claim>(m_bench->bench().queue, Urgency::Region);
        session().setRequestedSize({.width = 900}); // one pass: the preview is soon done
        QVERIFY2(text().contains(QStringLiteral("0.5 megapixels")), qPrintable(text())); // at once
        QTRY_VERIFY_WITH_TIMEOUT(text().contains(QStringLiteral("Waiting for the preview")), patience);
        QTRY_VERIFY_WITH_TIMEOUT(text().contains(QStringLiteral(" of memory")), patience);
        QVERIFY2(text().contains(QStringLiteral("Under 1 s")) || text().contains(QStringLiteral("About ")),
                 qPrintable(text()));
        m_preview = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT(session().plan(), patience);
        QVERIFY2(!text().contains(QStringLiteral("Waiting")), qPrintable(text()));
    }

    void countsThePreviewThatIsAhead()
    {
        auto& section = *m_bench->window().findChild<ui::PlanSection*>();
        QTRY_VERIFY_WITH_TIMEOUT(session().plan(), patience);
        section.setPreviewSeconds(600.0);
        QVERIFY2(text().contains(QStringLiteral("About 10 min 0")), qPrintable(text()));
        QVERIFY2(text().contains(QStringLiteral("with preview")), qPrintable(text()));
        section.setPreviewSeconds(-1.0);
        QVERIFY2(text().contains(QStringLiteral("after preview")), qPrintable(text()));
        section.setPreviewSeconds(0.0);
        QVERIFY2(!text().contains(QStringLiteral("preview")), qPrintable(text()));
    }
};

QTEST_MAIN(PlanSectionTest)
#include "plan_section_test.moc"
