// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/name_template.h"
#include "app/files/number_text.h"
#include "app/files/path_text.h"
#include "app/presets/preset.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace enlarger::app {

namespace {

constexpr const char* nameWord = "name";

// A member of the preset, under the word of its option on the command line.
struct Field
{
    const char* word;
    const char* form; // what it takes, for a complaint
    QJsonValue (*get)(const Preset&);
    bool (*set)(Preset&, const QJsonValue&); // false: it does not take that
};

template <auto member>
QJsonValue plain(const Preset& preset)
{
    return preset.*member ? QJsonValue(*(preset.*member)) : QJsonValue();
}

template <auto member>
QJsonValue words(const Preset& preset)
{
    return preset.*member ? QJsonValue(toText(*(preset.*member))) : QJsonValue();
}

template <auto member>
bool setFlag(Preset& preset, const QJsonValue& value)
{
    if (value.isBool())
        preset.*member = value.toBool();
    return value.isBool();
}

std::optional<double> numberIn(const QJsonValue& value, double least, double most)
{
    const double number = value.toDouble(NAN);
    return number >= least && number <= most ? std::optional(number) : std::nullopt;
}

std::optional<int> integerIn(const QJsonValue& value, int least, int most)
{
    const auto number = numberIn(value, least, most);
    return number && *number == std::floor(*number) ? std::optional(int(*number)) : std::nullopt;
}

QJsonValue formatOf(const Preset& preset)
{
    if (!preset.format)
        return {};
    return preset.format->format ? toText(image::formatWord(*preset.format->format))
                                 : QStringLiteral("original");
}

bool setFormat(Preset& preset, const QJsonValue& value)
{
    const auto format = image::formatFromName(value.toString().toStdString());
    if (value.toString() != QLatin1String("original") && !(format && image::canWrite(*format)))
        return false;
    preset.format = PresetFormat{format};
    return true;
}

// A side: pixels, or a length on paper.
using Side = PrintSize::Side;
template <std::optional<int> infer::OutputSize::*pixels, Side side>
QJsonValue sideOf(const Preset& preset)
{
    if (!preset.size || !(preset.size->pixels.*pixels))
        return {};
    if (const auto& print = preset.size->print; print && print->side == side)
        return toText(factorText(print->length.value) + unitText(print->length.unit));
    return *(preset.size->pixels.*pixels);
}

template <std::optional<int> infer::OutputSize::*pixels, Side side>
bool setSide(Preset& preset, const QJsonValue& value)
{
    constexpr int longest = 1'000'000;
    PresetSize size;
    if (const auto length = lengthFrom(value.toString().toStdString())) {
        size.print = PrintSize{side, *length, standardDpi};
        size.pixels = pixelsOf(*size.print);
    } else if (const auto number = integerIn(value, 1, longest)) {
        size.pixels.*pixels = number;
    } else {
        return false;
    }
    preset.size = size;
    return true;
}

template <std::optional<double> infer::OutputSize::*amount>
QJsonValue amountOf(const Preset& preset)
{
    return preset.size && preset.size->pixels.*amount ? QJsonValue(*(preset.size->pixels.*amount))
                                                      : QJsonValue();
}

constexpr const char* sideForm = "a whole number of pixels, or a length as \"42cm\" or \"16in\"";

const Field fields[] = {
    {"model", "the name of a model", words<&Preset::model>,
     [](Preset& preset, const QJsonValue& value) {
         preset.model = value.toString().toStdString();
         return !preset.model->empty();
     }},
    {"strength", "a number from 0 to 1", plain<&Preset::strength>,
     [](Preset& preset, const QJsonValue& value) {
         return (preset.strength = numberIn(value, 0.0, 1.0)).has_value();
     }},
    {"scale", "a number from 0.1 to 64", amountOf<&infer::OutputSize::factor>,
     [](Preset& preset, const QJsonValue& value) {
         preset.size = PresetSize{{.factor = numberIn(value, 0.1, 64.0)}, {}};
         return preset.size->pixels.factor.has_value();
     }},
    {"width", sideForm, sideOf<&infer::OutputSize::width, Side::Width>,
     setSide<&infer::OutputSize::width, Side::Width>},
    {"height", sideForm, sideOf<&infer::OutputSize::height, Side::Height>,
     setSide<&infer::OutputSize::height, Side::Height>},
    {"long-side", sideForm, sideOf<&infer::OutputSize::longSide, Side::Long>,
     setSide<&infer::OutputSize::longSide, Side::Long>},
    {"megapixels", "a number from 0.001 to 100000", amountOf<&infer::OutputSize::megapixels>,
     [](Preset& preset, const QJsonValue& value) {
         preset.size = PresetSize{{.megapixels = numberIn(value, 0.001, 100'000.0)}, {}};
         return preset.size->pixels.megapixels.has_value();
     }},
    {"dpi", "a number from 10 to 4800, beside a length", // after the sides, which it changes
     [](const Preset& preset) {
         return preset.size && preset.size->print ? QJsonValue(preset.size->print->dpi) : QJsonValue();
     },
     [](Preset& preset, const QJsonValue& value) {
         const auto dpi = numberIn(value, leastDpi, mostDpi);
         if (!dpi || !preset.size || !preset.size->print)
             return false;
         preset.size->print->dpi = *dpi;
         preset.size->pixels = pixelsOf(*preset.size->print);
         return true;
     }},
    {"colour-lock", "true or false", plain<&Preset::colourLock>, setFlag<&Preset::colourLock>},
    {"ensemble", "true or false", plain<&Preset::ensemble>, setFlag<&Preset::ensemble>},
    {"format", "\"original\", \"jpeg\", \"png\", \"tiff\" or another that can be written", formatOf,
     setFormat},
    {"quality", "a whole number from 1 to 100", plain<&Preset::quality>,
     [](Preset& preset, const QJsonValue& value) {
         return (preset.quality = integerIn(value, 1, 100)).has_value();
     }},
    {"depth", "8, 16, or 0 for the photo's own", plain<&Preset::bits>,
     [](Preset& preset, const QJsonValue& value) {
         preset.bits = integerIn(value, 0, 16);
         return preset.bits && (*preset.bits == 0 || *preset.bits == 8 || *preset.bits == 16);
     }},
    {"file-name", "a template as \"{name}_x{scale}\"", words<&Preset::nameTemplate>,
     [](Preset& preset, const QJsonValue& value) {
         preset.nameTemplate = value.toString().toStdString();
         return bool(NameTemplate::parse(*preset.nameTemplate));
     }}};

constexpr const char* sizeWords[] = {"scale", "width", "height", "long-side", "megapixels"};

Error wrong(const QString& what, const std::filesystem::path& file)
{
    return Error{ErrorKind::BadInput, "no preset: " + what.toStdString(), file,
                 "Mend it, or save the preset anew"};
}

} // namespace

QByteArray presetText(const Preset& preset)
{
    QJsonObject object{{QLatin1String(nameWord), toText(preset.name)}};
    for (const Field& field : fields)
        if (const QJsonValue value = field.get(preset); !value.isNull())
            object[QLatin1String(field.word)] = value;
    return QJsonDocument(object).toJson();
}

Result<Preset> presetFrom(const QByteArray& text, const std::filesystem::path& file)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(text, &problem);
    if (!document.isObject())
        return wrong(problem.error == QJsonParseError::NoError
                         ? QStringLiteral("it is not a JSON object")
                         : QStringLiteral("%1 at byte %2").arg(problem.errorString()).arg(problem.offset),
                     file);
    QJsonObject object = document.object();
    Preset preset;
    preset.name = object.take(QLatin1String(nameWord)).toString().simplified().toStdString();
    if (preset.name.empty())
        return wrong(QStringLiteral("it has no name"), file);
    if (std::ranges::count_if(sizeWords,
                              [&](const char* word) { return object.contains(QLatin1String(word)); }) > 1)
        return wrong(QStringLiteral("it asks for two sizes"), file);
    for (const Field& field : fields) {
        const QJsonValue value = object.take(QLatin1String(field.word));
        if (!value.isUndefined() && !field.set(preset, value))
            return wrong(
                QStringLiteral("'%1' takes %2").arg(QLatin1String(field.word), QLatin1String(field.form)),
                file);
    }
    if (!object.isEmpty())
        return wrong(QStringLiteral("'%1' is not known").arg(object.keys().constFirst()), file);
    return preset;
}

std::vector<std::pair<QString, QString>> presetOptions(const Preset& preset)
{
    std::vector<std::pair<QString, QString>> options;
    for (const Field& field : fields) {
        const QJsonValue value = field.get(preset);
        QString word = QLatin1String(field.word);
        QString text = value.toVariant().toString();
        if (word == QLatin1String("file-name"))
            word = QStringLiteral("name");
        else if (word == QLatin1String("depth") && value.toInt() == 0)
            text = QStringLiteral("auto");
        const bool isUnset = value.isNull() || (value.isBool() && !value.toBool()) ||
                             (word == QLatin1String("format") && text == QLatin1String("original"));
        if (!isUnset)
            options.emplace_back(word, value.isBool() ? QString() : text);
    }
    return options;
}

} // namespace enlarger::app
