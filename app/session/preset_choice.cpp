// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/preset_choice.h"

#include "app/files/path_text.h"

#include <QCoreApplication>

namespace enlarger::app {

Preset presentAsPreset(const std::string& name, const Settings& settings, const EnlargeSession& session)
{
    const EnlargeChoices choices = session.choices();
    Preset preset{.name = name};
    if (!choices.model.isEmpty())
        preset.model = choices.model.toStdString();
    if (session.strengthUnavailableReason().isEmpty())
        preset.strength = choices.strength;
    // Without a size of its own, a preset would take whatever size is asked for.
    preset.size = PresetSize{choices.size, choices.print};
    if (preset.size == PresetSize())
        preset.size->pixels.factor = session.scale();
    preset.colourLock = choices.colourLock;
    preset.ensemble = choices.ensemble;
    preset.format = PresetFormat{image::formatFromName(settings.exportFormat().toStdString())};
    preset.quality = settings.exportQuality();
    preset.bits = settings.exportBits();
    preset.nameTemplate = settings.nameTemplate().toStdString();
    return preset;
}

bool isChosen(const Preset& preset, const Preset& present)
{
    const auto agrees = [&](auto member) { return !(preset.*member) || preset.*member == present.*member; };
    return agrees(&Preset::model) && agrees(&Preset::strength) && agrees(&Preset::size) &&
           agrees(&Preset::colourLock) && agrees(&Preset::ensemble) && agrees(&Preset::format) &&
           agrees(&Preset::quality) && agrees(&Preset::bits) && agrees(&Preset::nameTemplate);
}

QString choosePreset(const Preset& preset, Settings& settings, EnlargeSession& session)
{
    if (preset.format)
        settings.setExportFormat(
            preset.format->format
                ? QString::fromLatin1(image::formatName(*preset.format->format)).toLower() // as it keeps them
                : QString());
    if (preset.quality)
        settings.setExportQuality(*preset.quality);
    if (preset.bits)
        settings.setExportBits(*preset.bits);
    if (preset.nameTemplate)
        settings.setNameTemplate(toText(*preset.nameTemplate));

    EnlargeChoices choices = session.choices();
    const QString before = choices.model;
    if (preset.model)
        choices.model = toText(*preset.model);
    if (preset.model && choices.model != before && !preset.strength)
        choices.strength = session.firstStrengthOf(choices.model);
    if (preset.strength)
        choices.strength = *preset.strength;
    if (preset.size) {
        choices.size = preset.size->pixels;
        choices.print = preset.size->print;
    }
    if (preset.colourLock)
        choices.colourLock = *preset.colourLock;
    if (preset.ensemble)
        choices.ensemble = *preset.ensemble;
    session.setChoices(choices);
    return session.model() == choices.model
               ? QString()
               : QCoreApplication::translate("PresetChoice", "There is no model %1 here: %2 stays.")
                     .arg(choices.model, session.model());
}

} // namespace enlarger::app
