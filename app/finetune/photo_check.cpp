// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/photo_check.h"

#include "app/files/path_text.h"
#include "app/session/background.h"
#include "core/models/model_store.h"
#include "core/train/photos/open_data.h"

#include <QLocale>

#include <chrono>

namespace enlarger::app {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto progressInterval = std::chrono::milliseconds(100);

QString counted(std::int64_t count, const char* one, const char* many)
{
    return QStringLiteral("%1 %2").arg(QLocale::c().toString(qlonglong(count)),
                                       QLatin1String(count == 1 ? one : many));
}

QString named(std::size_t count, const std::filesystem::path& first)
{
    const QString name = toText(first.filename());
    return count == 1 ? name : QStringLiteral("%1 and %2 more").arg(name).arg(count - 1);
}

} // namespace

PhotoCheck::PhotoCheck(QObject* parent)
    : QObject(parent)
{
    m_thread.setMaxThreadCount(1);
}

PhotoCheck::~PhotoCheck()
{
    m_stop.request_stop();
}

void PhotoCheck::start(std::vector<std::filesystem::path> photos, std::filesystem::path lrFolder,
                       train::SampleOptions options)
{
    forget();
    m_progress = {};
    m_isRunning = true;
    m_stop = std::stop_source();
    const auto tell = [this, request = m_request, guard = QPointer<QObject>(this),
                       last = Clock::now()](const Progress& now) mutable {
        if (Clock::now() - last < progressInterval)
            return;
        last = Clock::now();
        postToGuiThread(guard, [this, request, now] {
            if (request != m_request)
                return;
            m_progress = now;
            Q_EMIT changed();
        });
    };
    const auto look = [photos = std::move(photos), lrFolder = std::move(lrFolder), options, tell,
                       stop = m_stop.get_token()]() -> Result<Finding> {
        StopGate gate(stop);
        auto report = train::checkTrainingData(photos, lrFolder, options, gate, tell);
        if (!report)
            return std::move(report).error();
        PhotoAdvice advice = adviceOn(*report, models::ModelStore::shippedFolder());
        return Finding{*std::move(report), std::move(advice)};
    };
    runInBackground(
        m_thread, this, TaskPriority::Normal, look,
        [this, request = m_request](Result<Finding> finding) { finish(request, std::move(finding)); });
    Q_EMIT changed();
}

void PhotoCheck::cancel()
{
    ++m_request;
    m_stop.request_stop();
    m_isRunning = false;
}

void PhotoCheck::forget()
{
    cancel();
    m_report.reset();
    m_error.reset();
}

void PhotoCheck::finish(std::uint64_t request, Result<Finding> finding)
{
    if (request != m_request)
        return;
    m_isRunning = false;
    if (finding) {
        m_report = std::move(finding->report);
        m_advice = std::move(finding->advice);
    } else {
        m_error = std::move(finding).error();
    }
    Q_EMIT changed();
}

QString summaryOf(const train::DataReport& report)
{
    if (!report.packed.empty())
        return QStringLiteral("%1 of packed training data.")
            .arg(counted(std::int64_t(report.packed.size()), "file", "files"));
    if (report.used.empty())
        return QStringLiteral("There is no photo that can be learnt from.");
    return QStringLiteral("%1, %2 to learn from.")
        .arg(counted(std::int64_t(report.used.size()), "photo", "photos"),
             counted(report.usefulPatches, "crop", "crops"));
}

QStringList troublesOf(const train::DataReport& report)
{
    QStringList list;
    const auto firstOf = [](const std::vector<Error>& errors) { return errors.front().file; };
    if (!report.unreadable.empty())
        list += QStringLiteral("Cannot be read: %1.")
                    .arg(named(report.unreadable.size(), firstOf(report.unreadable)));
    if (!report.tooSmall.empty())
        list += QStringLiteral("Smaller than a crop of %1 pixels: %2.")
                    .arg(report.neededSide)
                    .arg(named(report.tooSmall.size(), report.tooSmall.front().file));
    if (!report.duplicates.empty())
        list += QStringLiteral("There twice: %1.")
                    .arg(named(report.duplicates.size(), report.duplicates.front().file));
    if (!report.enlarged.empty())
        list += QStringLiteral("Drawn by a network already, so left out: %1.")
                    .arg(named(report.enlarged.size(), report.enlarged.front()));
    if (!report.unpaired.empty())
        list += QStringLiteral("Without its pair: %1.")
                    .arg(named(report.unpaired.size(), firstOf(report.unpaired)));
    if (!report.mismatched.empty())
        list += QStringLiteral("Sizes that do not fit those of its pair: %1.")
                    .arg(named(report.mismatched.size(), firstOf(report.mismatched)));
    return list;
}

} // namespace enlarger::app
