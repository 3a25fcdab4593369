// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/arguments.h"
#include "app/cli/terminal/command.h"
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/json_text.h"
#include "app/cli/terminal/path_text.h"
#include "app/cli/terminal/text_format.h"
#include "core/device/device.h"

#include <fmt/ranges.h>

namespace enlarger::cli {

namespace {

QJsonObject jsonOf(const device::Device& device)
{
    return {{QStringLiteral("name"), toText(device.name)},
            {QStringLiteral("description"), toText(device.description)},
            {QStringLiteral("totalMemory"), static_cast<qint64>(device.totalMemory)},
            {QStringLiteral("freeMemory"), static_cast<qint64>(device.freeMemory)},
            {QStringLiteral("features"), toJson(device.features)},
            {QStringLiteral("precision"), QString::fromLatin1(device::precisionName(device.bestPrecision))}};
}

} // namespace

int runDevices(const QStringList& arguments)
{
    Arguments options(
        QStringLiteral("devices [options]"),
        QStringLiteral("Lists what can run a network: the processor and CUDA devices, with their memory,\n"
                       "features, and the precision that 'auto' selects there."));
    options.addFlag({QStringLiteral("json")}, QStringLiteral("One JSON document on stdout."));
    if (options.parse(arguments) && !options.positionals().isEmpty())
        options.fail(QStringLiteral("unexpected argument '%1'").arg(options.positionals().constFirst()));
    if (options.isWrong() || options.has(QStringLiteral("help")))
        return options.exitCode();

    device::openAccelerators();
    if (options.has(QStringLiteral("json"))) {
        QJsonArray list;
        for (const device::Device& device : device::devices())
            list += jsonOf(device);
        printJson({{QStringLiteral("devices"), list}});
        return ExitDone;
    }
    Table table({"DEVICE", "WHAT IT IS", "MEMORY", "FREE", "PRECISION", "FEATURES"});
    for (const device::Device& device : device::devices())
        table.addRow({device.name, device.description, bytesText(device.totalMemory),
                      bytesText(device.freeMemory), device::precisionName(device.bestPrecision),
                      fmt::format("{}", fmt::join(device.features, ", "))});
    printOut(table.text({2, 3}));
    return ExitDone;
}

} // namespace enlarger::cli
