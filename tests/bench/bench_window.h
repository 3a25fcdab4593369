// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/files/path_text.h"
#include "ui/layers/photo_layer.h"
#include "ui/shell/compare_pane.h"
#include "ui/shell/main_window.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace enlarger::bench {

inline constexpr QSize windowSize(1600, 1000);
inline constexpr int patience = 120'000; // ms: what takes longer has failed

inline void print(const QJsonObject& object)
{
    std::printf("%s\n", QJsonDocument(object).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

[[noreturn]] inline void fail(const char* what)
{
    std::fprintf(stderr, "the benchmark failed: %s\n", what);
    std::exit(1);
}

/// In an event loop as the program has it: QTest's looks for events every 10 ms alone.
template <class Condition>
void waitFor(const Condition& condition, const char* what, int milliseconds = patience)
{
    QEventLoop loop;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (condition())
            loop.quit();
    });
    QTimer::singleShot(milliseconds, &loop, [what] { fail(what); });
    look.start(1);
    if (!condition())
        loop.exec();
}

inline double percentile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0.0
                          : values[std::min(values.size() - 1, std::size_t(share * double(values.size())))];
}

/// A window that is ready: models listed, devices found, the sample computed once.
class Bench
{
public:
    explicit Bench(const QString& model)
    {
        m_window.resize(windowSize);
        m_window.show();
        waitFor([&] { return bench().catalog.isLoaded() && !bench().session.devices().empty(); },
                "no models");
        if (!model.isEmpty())
            bench().session.setModel(model);
        waitFor([&] { return bench().session.network().has_value(); }, "there is no such model");
    }

    ui::MainWindow& window() { return m_window; }
    ui::Workbench& bench() { return m_window.bench(); }
    ui::CompareView& view() { return m_window.comparePane().view(); }

    void open(const QString& photo) { m_window.openFiles({app::toPath(photo)}); }
    ui::Layer* layer() { return bench().candidates.find(QStringLiteral("model")); }
    bool shows(const QString& photo)
    {
        const app::Document* document = bench().documents.current();
        return document && document->file() == app::toPath(photo) && layer();
    }
    void openAndWait(const QString& photo)
    {
        open(photo);
        waitFor([&] { return shows(photo); }, "the photo was not opened");
    }
    void waitUntilComplete()
    {
        bool isNextTurn = false; // in which the view says what it sees
        QTimer::singleShot(5, &m_window, [&] { isNextTurn = true; });
        waitFor([&] { return isNextTurn; }, "time stands still");
        waitFor([&] { return layer() && layer()->isComplete() && bench().regions.progress().waiting == 0; },
                "the visible part was not completed");
    }

private:
    ui::MainWindow m_window;
};

} // namespace enlarger::bench
