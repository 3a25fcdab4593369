// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/photo_advice.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/train/photos/data_report.h"
#include "core/train/recipe/sample_options.h"

#include <QObject>
#include <QStringList>
#include <QThreadPool>

#include <filesystem>
#include <optional>
#include <stop_token>
#include <vector>

namespace enlarger::app {

/// Looks at photos, as `train --check` does, on a thread of its own. A newer call outdates an older one, and
/// nobody waits for that to give up.
class PhotoCheck : public QObject
{
    Q_OBJECT

public:
    explicit PhotoCheck(QObject* parent = nullptr);
    ~PhotoCheck() override; // gives up, and waits

    /// `lrFolder`: own small pictures of the same names, to photos below one folder; empty: none.
    void start(std::vector<std::filesystem::path> photos, std::filesystem::path lrFolder,
               train::SampleOptions options);
    void cancel();
    void forget(); // what was found, too

    bool isRunning() const { return m_isRunning; }
    const Progress& progress() const { return m_progress; } // pictures
    const std::optional<train::DataReport>& report() const { return m_report; }
    const PhotoAdvice& advice() const { return m_advice; } // on report()
    const std::optional<Error>& error() const { return m_error; }

Q_SIGNALS:
    void changed(); // a few times a second, and at the end

private:
    struct Finding // what the thread hands over
    {
        train::DataReport report;
        PhotoAdvice advice;
    };
    void finish(std::uint64_t request, Result<Finding> finding);

    bool m_isRunning = false;
    std::uint64_t m_request = 0; // the newest; older ones are outdated
    Progress m_progress;
    std::optional<train::DataReport> m_report;
    PhotoAdvice m_advice;
    std::optional<Error> m_error;
    std::stop_source m_stop;
    QThreadPool m_thread; // last: it ends before the rest goes
};

/// "30 photos, 1,693 crops to learn from."
QString summaryOf(const train::DataReport& report);

/// What cannot be learnt from, a sentence for each kind of trouble, with the first file of it.
QStringList troublesOf(const train::DataReport& report);

} // namespace enlarger::app
