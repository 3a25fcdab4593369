// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/export_names.h"

#include "app/files/name_template.h"
#include "app/files/number_text.h"
#include "app/files/output_names.h"
#include "app/files/path_text.h"
#include "app/session/mime_content.h"

#include <QDate>
#include <QStandardPaths>

namespace enlarger::app {

namespace fs = std::filesystem;

namespace {

fs::path folderFor(const Settings& settings, const Document& document)
{
    if (!settings.exportFolder().isEmpty())
        return toPath(settings.exportFolder());
    return isTemporary(document.file())
               ? toPath(QStandardPaths::writableLocation(QStandardPaths::PicturesLocation))
               : document.file().parent_path();
}

// The default template names what was asked for: a factor, or else the size that came of it.
NameTemplate templateFor(const Settings& settings, const infer::OutputSize& size)
{
    const bool bySize = size.width || size.height || size.longSide || size.megapixels;
    std::string text = settings.nameTemplate().toStdString();
    if (bySize && text == standardNameTemplate)
        text = standardNameTemplateBySize;
    return *NameTemplate::parse(text); // Settings give none that is wrong
}

std::string precisionOf(const EnlargeSession& session)
{
    const auto network = session.network();
    const bool byDevice = session.precision() == device::Precision::Auto && network;
    return device::precisionName(byDevice ? network->device.bestPrecision : session.precision());
}

} // namespace

EnlargeSession::OutputSettings outputSettingsFrom(const Settings& settings)
{
    return {image::formatFromName(settings.exportFormat().toStdString()), settings.exportQuality(),
            settings.exportBits()};
}

infer::UpscaleOptions exportOptions(const Settings& settings, const EnlargeSession& session,
                                    const Document& document, const std::vector<fs::path>& underWay)
{
    infer::UpscaleOptions options = session.optionsFor(document);
    const EnlargeSession::OutputSettings outputSettings = outputSettingsFrom(settings);
    options.format = outputSettings.format.value_or(image::outputFormatFor(document.info().format));
    options.quality = outputSettings.quality;
    options.bits = outputSettings.bits;

    const QSize source = session.sourceSizeOf(document);
    const QSize output = session.outputSizeOf(document);
    const double factor =
        options.size.factor.value_or(source.isEmpty() ? 0.0 : double(output.width()) / source.width());
    const NameFields fields{document.file().stem().string(),
                            options.modelName,
                            factorText(factor),
                            std::to_string(output.width()),
                            std::to_string(output.height()),
                            precisionOf(session),
                            QDate::currentDate().toString(Qt::ISODate).toStdString()};
    const std::string name = templateFor(settings, options.size).fileName(fields, options.format);

    OutputNames names(IfExists::Rename);
    names.protect(document.file());
    for (const fs::path& result : underWay)
        names.claim(result);
    options.output = names.choose(folderFor(settings, document) / name).file;
    return options;
}

} // namespace enlarger::app
