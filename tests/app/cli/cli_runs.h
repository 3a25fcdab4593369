// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <filesystem>

namespace enlarger::tests {

/// A run that takes a second; crops and batches large enough for some time between two steps.
QStringList shortRun(const QString& name, int batch = 8, int steps = 20);

/// The same of a tiny network from nothing.
QStringList tinyRun(const QString& name, int batch = 8, int steps = 20);

QStringList tuning(const QString& name, const QString& from, int batch = 8, int steps = 20);

/// The largest difference between the networks of two runs, or of a run's checkpoints; infinite where one is
/// missing.
double difference(const std::filesystem::path& a, const std::filesystem::path& b);

} // namespace enlarger::tests
