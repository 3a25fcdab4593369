// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/shell/window_bench.h"
#include "ui/enlarge/export_progress.h"

#include <QApplication>
#include <QMessageBox>
#include <QProgressBar>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <optional>

namespace enlarger::tests {

/// A window that shows the photo a.png and exports into the folder "out".
class WindowExportFixture : public QObject
{
protected:
    std::unique_ptr<WindowBench> m_bench;
    std::optional<DeviceQueue::Claim> m_hold; // an export gives way to it, and so it stays under way

    std::vector<std::filesystem::path> results() const
    {
        std::vector<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::directory_iterator(m_bench->folder().path("out")))
            files.push_back(entry.path().filename());
        std::sort(files.begin(), files.end());
        return files;
    }
    QProgressBar& progress() const
    {
        return *m_bench->window().findChild<ui::ExportProgress*>()->findChild<QProgressBar*>();
    }

    void startHeldExport()
    {
        QVERIFY(m_bench->waitUntilIdle());
        m_hold.emplace(m_bench->bench().queue, Urgency::Region);
        m_bench->key(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(progress().isVisible());
        QTRY_VERIFY(jobs().at(0).isHeldByScreen);
    }
    app::JobQueue& queue() const { return m_bench->bench().jobs; }
    const app::JobList& jobs() const { return queue().jobs(); }
    QString states() const // "running waiting"
    {
        QStringList states;
        for (int row = 0; row < jobs().count(); ++row)
            states << QString::fromLatin1(nameOf(jobs().at(row).state));
        return states.join(QLatin1Char(' '));
    }

    // Closes the window and clicks a button of the question that it asks. False: it asked none.
    bool closeAndAnswer(const QString& answer) const
    {
        bool wasAsked = false;
        QTimer::singleShot(0, &m_bench->window(), [&] {
            auto* question = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
            wasAsked = question;
            for (QAbstractButton* button : question ? question->buttons() : QList<QAbstractButton*>())
                if (button->text() == answer)
                    return button->click();
            if (question)
                question->reject();
        });
        m_bench->window().close();
        return wasAsked;
    }

    void startWindow()
    {
        refuseWindowWarnings();
        m_bench = std::make_unique<WindowBench>();
        std::filesystem::create_directory(m_bench->folder().path("out"));
        app::Settings().setExportFolder(QString::fromStdString(m_bench->folder().path("out").string()));
        QVERIFY(m_bench->start());
        QVERIFY(m_bench->open(m_bench->folder().writePicture("a.png", 64, 48)));
    }
    void stopWindow()
    {
        m_hold.reset();
        m_bench = nullptr;
    }
};

} // namespace enlarger::tests
