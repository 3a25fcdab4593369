// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cli_runs.h"

#include "core/weights/weights.h"

#include <algorithm>
#include <limits>

namespace enlarger::tests {

QStringList shortRun(const QString& name, int batch, int steps)
{
    QStringList words{"train", "pictures", "--recipe", "psnr", "--device", "cpu", "--out", name};
    words += {"--steps", QString::number(steps)};
    for (const QString& setting : {QString("data.crop=64"), QString("data.batch=%1").arg(batch),
                                   QString("schedule.cycles=1"), QString("run.precision=fp32"),
                                   QString("run.checkpoint-every=10"), QString("run.validate-every=10")})
        words += {"--set", setting};
    return words;
}

QStringList tinyRun(const QString& name, int batch, int steps)
{
    QStringList words = shortRun(name, batch, steps);
    for (const char* setting : {"generator.features=8", "generator.growth=4", "generator.blocks=1"})
        words += {"--set", setting};
    return words;
}

QStringList tuning(const QString& name, const QString& from, int batch, int steps)
{
    return shortRun(name, batch, steps) + QStringList{"--from", from};
}

double difference(const std::filesystem::path& a, const std::filesystem::path& b)
{
    const auto first = weights::readWeights(a);
    const auto second = weights::readWeights(b);
    if (!first || !second || first->tensors.size() != second->tensors.size())
        return std::numeric_limits<double>::infinity();
    double largest = 0.0;
    for (const auto& [name, tensor] : first->tensors.entries()) {
        const torch::Tensor* other = second->tensors.find(name);
        if (!other)
            return std::numeric_limits<double>::infinity();
        largest = std::max(largest, (tensor - *other).abs().max().item<double>());
    }
    return largest;
}

} // namespace enlarger::tests
