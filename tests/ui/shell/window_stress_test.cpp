// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/shell/window_bench.h"

#include <QTest>

using namespace enlarger;
using Mode = ui::CompareView::Mode;
namespace fs = std::filesystem;

/// Opening, closing and changing settings while work is under way: nothing crashes, and nothing that no view
/// shows is computed.
class WindowStressTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::WindowBench> m_bench;

    std::vector<fs::path> photos(int count) const
    {
        std::vector<fs::path> files;
        for (int i = 0; i < count; ++i)
            files.push_back(m_bench->folder().writePicture(std::to_string(i) + ".png", 200 + i, 150));
        return files;
    }
    void turn(int count) const
    {
        for (int i = 0; i < count; ++i)
            QCoreApplication::processEvents();
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWindowWarnings();
        m_bench = std::make_unique<tests::WindowBench>();
    }
    void cleanup() { m_bench = nullptr; }

    void aHundredPhotos()
    {
        QVERIFY(m_bench->start());
        const std::vector<fs::path> files = photos(5);
        app::DocumentList& documents = m_bench->bench().documents;
        QVERIFY(m_bench->open(files[0]));
        m_bench->view().setZoom(1.0);
        for (int i = 0; i < 100; ++i) {
            m_bench->window().openFiles({files[std::size_t(i % 5)]});
            m_bench->view().setMode(Mode(i % 5));
            m_bench->view().setZoom(i % 2 ? 1.0 : 2.0);
            turn(i % 4);
            if (i % 3 == 0)
                m_bench->bench().session.setStrength((i % 10) / 10.0);
            if (i % 4 == 0 && documents.count() > 0)
                documents.close(i % documents.count());
            if (i % 25 == 24)
                documents.closeAll();
        }
        documents.closeAll();
        QTRY_COMPARE(m_bench->bench().regions.progress().waiting, 0);
        QTRY_VERIFY(m_bench->isFree(Urgency::Training)); // there is no viewer any more
        QVERIFY(m_bench->open(files[3]));                // and it works as before
        QVERIFY(m_bench->waitUntilIdle());
        QCOMPARE(m_bench->message(), QString());
    }

    void aHundredWindows()
    {
        const std::vector<fs::path> files = photos(3);
        for (int i = 0; i < 100; ++i) {
            ui::MainWindow window;
            window.show();
            window.openFiles(files);
            turn(i % 7);
            if (i % 10 == 9) // this one gets so far as to compute
                QTRY_VERIFY(window.bench().candidates.find("model"));
            if (i % 3 == 0)
                window.close();
        }
    }

    void aWindowGoesWhileItComputes()
    {
        for (const ui::CompareModeInfo& info : ui::compareModes()) {
            QVERIFY(m_bench->start());
            QVERIFY(m_bench->open(photos(1).front()));
            m_bench->view().setMode(info.mode);
            m_bench->view().setZoom(1.0);
            QTRY_VERIFY(m_bench->bench().regions.progress().waiting > 0 || m_bench->waitUntilIdle());
            m_bench->stop();
        }
    }

    void settingsChangeWhileItComputes()
    {
        QVERIFY(m_bench->start());
        QVERIFY(m_bench->open(photos(1).front()));
        m_bench->view().setZoom(1.0);
        app::EnlargeSession& session = m_bench->bench().session;
        const QStringList models{"photo-x4", "other", "faithful-x4"};
        for (int i = 0; i < 100; ++i) {
            session.setModel(models[i % 3]);
            session.setStrength((i % 7) / 7.0);
            session.setColourLock(i % 2);
            session.setRequestedSize({.factor = 1.0 + i % 5});
            if (i % 5 == 0)
                m_bench->bench().documents.current()->setCrop(image::PixelRect{i, 0, 20 + i, 50});
            turn(i % 3);
        }
        session.setRequestedSize({});
        m_bench->bench().documents.current()->setCrop(std::nullopt);
        QVERIFY(m_bench->waitUntilIdle());
        QCOMPARE(m_bench->bench().candidates.find("model")->size(), QSize(800, 600));
        QCOMPARE(m_bench->message(), QString());
    }
};

QTEST_MAIN(WindowStressTest)
#include "window_stress_test.moc"
