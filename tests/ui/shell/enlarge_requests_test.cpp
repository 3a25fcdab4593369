// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/shell/window_export_fixture.h"
#include "ui/queue/queue_panel.h"

using namespace enlarger;
namespace fs = std::filesystem;

/// "Enlarge x4" of the desktop.
class EnlargeRequestsTest : public tests::WindowExportFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { startWindow(); }
    void cleanup() { stopWindow(); }

    void photosGoIntoTheQueueUnopened()
    {
        m_bench->bench().session.setRequestedSize({.longSide = 100});
        const fs::path photo = m_bench->folder().writePicture("b.png", 24, 16);
        m_bench->window().enlargeFiles({photo}, 3.0);
        QVERIFY(m_bench->window().findChild<ui::QueuePanel*>()->isVisible());
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("b_x3.png was written")));
        QCOMPARE(results(), (std::vector<fs::path>{"b_x3.png"}));
        QCOMPARE(m_bench->bench().documents.count(), 1); // the one that was open
        QVERIFY((jobs().at(0).out == infer::PixelSize{72, 48}));
        QCOMPARE(m_bench->bench().session.requestedSize().longSide, 100); // stays what it was
    }

    void waitsForTheNetwork()
    {
        m_bench->stop();
        const fs::path photo = m_bench->folder().writePicture("b.png", 24, 16);
        ui::MainWindow window; // whose models are not known yet
        QVERIFY(!window.bench().session.network());
        window.enlargeFiles({photo}, 4.0);
        QTRY_COMPARE(window.bench().jobs.jobs().countOf(app::JobState::Done), 1);
        QCOMPARE(results(), (std::vector<fs::path>{"b_x4.png"}));
    }
};

QTEST_MAIN(EnlargeRequestsTest)
#include "enlarge_requests_test.moc"
