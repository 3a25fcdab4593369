// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/export_names.h"

#include "app/enlarge/upscale_options.h"
#include "app/files/name_template.h"
#include "app/files/output_names.h"
#include "app/files/path_text.h"
#include "app/session/mime_content.h"

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

} // namespace

OutputSettings outputSettingsFrom(const Settings& settings)
{
    return {image::formatFromName(settings.exportFormat().toStdString()), settings.exportQuality(),
            settings.exportBits()};
}

infer::UpscaleOptions exportOptions(const Settings& settings, const EnlargeSession& session,
                                    const Document& document, const std::vector<fs::path>& underWay)
{
    infer::UpscaleOptions options = session.optionsFor(document, outputSettingsFrom(settings));
    const QSize output = session.outputSizeOf(document);
    const NameFields fields =
        nameFieldsOf(options, session.sourceSizeOf(document).width(), {output.width(), output.height()});
    const std::string name = templateFor(settings, options.size).fileName(fields, options.format);

    OutputNames names(IfExists::Rename);
    names.protect(document.file());
    for (const fs::path& result : underWay)
        names.claim(result);
    setOutput(options, names.choose(folderFor(settings, document) / name));
    return options;
}

} // namespace enlarger::app
