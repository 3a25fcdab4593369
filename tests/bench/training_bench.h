// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>

#include <cstdint>
#include <utility>
#include <vector>

namespace enlarger::bench {

/// Times the events of the GUI thread: those inside of others count as part of them.
class TimedApplication : public QApplication
{
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override;

    std::vector<double> take() { return std::exchange(m_milliseconds, {}); } // since the last call

private:
    std::vector<double> m_milliseconds;
    int m_depth = 0;
};

// Trainings in the window, on the photos of a folder, by finetune-photos, beginning with a model. Each prints
// its figures.
void stepsInWindow(TimedApplication& application, const QString& folder, const QString& model,
                   std::int64_t steps);
void look(const QString& photo, const QString& folder, const QString& model);
void curves(std::int64_t points); // values in all
void firstStep(const QString& folder, const QString& model);

/// Writes parts of a photo into a folder, which is made, as so many photos to learn from.
void makePhotos(const QString& photo, const QString& folder, int count);

} // namespace enlarger::bench
