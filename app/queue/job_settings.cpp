// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/job_settings.h"

#include "app/files/path_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace enlarger::app {

namespace {

namespace fs = std::filesystem;

// A path need not be UTF-8.
QJsonValue fromPath(const fs::path& path)
{
    const QByteArray bytes = QByteArray::fromStdString(path.string());
    const QString text = toText(path);
    if (text.toUtf8() == bytes)
        return text;
    return QJsonObject{{QStringLiteral("base64"), QString::fromLatin1(bytes.toBase64())}};
}

fs::path pathIn(const QJsonValue& value)
{
    if (value.isString())
        return value.toString().toStdString();
    return QByteArray::fromBase64(value[QStringLiteral("base64")].toString().toLatin1()).toStdString();
}

QJsonValue fromText(const std::string& text)
{
    return toText(text);
}

QJsonObject fromNetwork(const infer::NetworkFile& network)
{
    return {{QStringLiteral("file"), fromPath(network.file)},
            {QStringLiteral("sha256"), fromText(network.sha256)}};
}

infer::NetworkFile networkIn(const QJsonValue& value)
{
    return {pathIn(value[QStringLiteral("file")]), value[QStringLiteral("sha256")].toString().toStdString()};
}

QJsonObject fromModel(const infer::ModelSelection& model)
{
    QJsonObject object{
        {QStringLiteral("name"), fromText(model.modelName)},
        {QStringLiteral("network"), fromNetwork(model.network)},
        {QStringLiteral("device"), fromText(model.device.name)},
        {QStringLiteral("precision"), QString::fromLatin1(device::precisionName(model.precision))}};
    if (model.crisp) {
        object[QStringLiteral("crisp")] = fromNetwork(*model.crisp);
        object[QStringLiteral("strength")] = model.strength;
    }
    return object;
}

infer::ModelSelection modelIn(const QJsonObject& object)
{
    infer::ModelSelection model;
    model.modelName = object[QStringLiteral("name")].toString().toStdString();
    model.network = networkIn(object[QStringLiteral("network")]);
    model.device.name = object[QStringLiteral("device")].toString().toStdString();
    model.precision =
        fromName<device::Precision>(object[QStringLiteral("precision")].toString().toStdString())
            .value_or(device::Precision::Auto);
    if (object.contains(QStringLiteral("crisp"))) {
        model.crisp = networkIn(object[QStringLiteral("crisp")]);
        model.strength = object[QStringLiteral("strength")].toDouble();
    }
    return model;
}

template <class Value>
void put(QJsonObject& object, const QString& name, const std::optional<Value>& value)
{
    if (value)
        object[name] = *value;
}

std::optional<double> numberIn(const QJsonObject& object, const QString& name)
{
    const QJsonValue value = object[name];
    return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
}

std::optional<int> pixelsIn(const QJsonObject& object, const QString& name)
{
    const auto number = numberIn(object, name);
    return number ? std::optional(int(*number)) : std::nullopt;
}

QJsonObject fromSize(const infer::OutputSize& size)
{
    QJsonObject object;
    put(object, QStringLiteral("factor"), size.factor);
    put(object, QStringLiteral("width"), size.width);
    put(object, QStringLiteral("height"), size.height);
    put(object, QStringLiteral("longSide"), size.longSide);
    put(object, QStringLiteral("megapixels"), size.megapixels);
    return object;
}

infer::OutputSize sizeIn(const QJsonObject& object)
{
    return {numberIn(object, QStringLiteral("factor")), pixelsIn(object, QStringLiteral("width")),
            pixelsIn(object, QStringLiteral("height")), pixelsIn(object, QStringLiteral("longSide")),
            numberIn(object, QStringLiteral("megapixels"))};
}

QJsonObject fromEnlarge(const EnlargeSettings& settings)
{
    QJsonObject object{
        {QStringLiteral("size"), fromSize(settings.size)},
        {QStringLiteral("dpi"), settings.dpi},
        {QStringLiteral("colourLock"), settings.colourLock},
        {QStringLiteral("ensemble"), settings.ensemble},
        {QStringLiteral("page"), settings.reading.page},
        {QStringLiteral("rawSpace"), QLatin1String(image::rowOf(settings.reading.rawSpace).word)},
        {QStringLiteral("quality"), settings.output.quality},
        {QStringLiteral("bits"), settings.output.bits},
        {QStringLiteral("tile"), settings.tile},
        {QStringLiteral("exact"), settings.exact},
        {QStringLiteral("memoryShare"), settings.memoryShare}};
    if (settings.output.format)
        object[QStringLiteral("format")] = fromText(image::formatWord(*settings.output.format));
    if (!settings.turn.isNone())
        object[QStringLiteral("turn")] = QJsonObject{{QStringLiteral("quarters"), settings.turn.quarters},
                                                     {QStringLiteral("degrees"), settings.turn.degrees}};
    if (settings.crop)
        object[QStringLiteral("crop")] =
            QJsonArray{settings.crop->x, settings.crop->y, settings.crop->width, settings.crop->height};
    return object;
}

EnlargeSettings enlargeIn(const QJsonObject& object)
{
    EnlargeSettings settings;
    settings.size = sizeIn(object[QStringLiteral("size")].toObject());
    settings.dpi = object[QStringLiteral("dpi")].toDouble();
    settings.colourLock = object[QStringLiteral("colourLock")].toBool();
    settings.ensemble = object[QStringLiteral("ensemble")].toBool();
    settings.reading.page = object[QStringLiteral("page")].toInt(settings.reading.page);
    if (const auto space =
            image::rawSpaceFromWord(object[QStringLiteral("rawSpace")].toString().toStdString()))
        settings.reading.rawSpace = *space;
    settings.output.quality = object[QStringLiteral("quality")].toInt(settings.output.quality);
    settings.output.bits = object[QStringLiteral("bits")].toInt();
    settings.tile = object[QStringLiteral("tile")].toInt();
    settings.exact = object[QStringLiteral("exact")].toBool();
    settings.memoryShare = object[QStringLiteral("memoryShare")].toDouble(settings.memoryShare);
    settings.output.format = image::formatFromName(object[QStringLiteral("format")].toString().toStdString());
    const QJsonObject turn = object[QStringLiteral("turn")].toObject();
    settings.turn = {turn[QStringLiteral("quarters")].toInt(), turn[QStringLiteral("degrees")].toDouble()};
    if (const QJsonArray crop = object[QStringLiteral("crop")].toArray(); crop.size() == 4)
        settings.crop = image::PixelRect{crop[0].toInt(), crop[1].toInt(), crop[2].toInt(), crop[3].toInt()};
    return settings;
}

QJsonObject fromTarget(const JobTarget& target)
{
    return {{QStringLiteral("folder"), fromPath(target.folder)},
            {QStringLiteral("name"), fromText(target.nameTemplate)},
            {QStringLiteral("ifExists"), QLatin1String(nameOf(target.ifExists))}};
}

JobTarget targetIn(const QJsonObject& object)
{
    JobTarget target;
    target.folder = pathIn(object[QStringLiteral("folder")]);
    target.nameTemplate = object[QStringLiteral("name")].toString().toStdString();
    const auto rule = fromName<IfExists>(object[QStringLiteral("ifExists")].toString().toStdString());
    if (rule && *rule != IfExists::Ask) // nobody is asked
        target.ifExists = *rule;
    return target;
}

} // namespace

QByteArray settingsText(const JobSettings& settings)
{
    return QJsonDocument(QJsonObject{{QStringLiteral("enlarge"), fromEnlarge(settings.enlarge)},
                                     {QStringLiteral("model"), fromModel(settings.model)},
                                     {QStringLiteral("scale"), settings.scale},
                                     {QStringLiteral("target"), fromTarget(settings.target)}})
        .toJson(QJsonDocument::Compact);
}

Result<JobSettings> settingsFrom(const QByteArray& text)
{
    const QJsonObject object = QJsonDocument::fromJson(text).object();
    JobSettings settings;
    settings.enlarge = enlargeIn(object[QStringLiteral("enlarge")].toObject());
    settings.model = modelIn(object[QStringLiteral("model")].toObject());
    settings.scale = object[QStringLiteral("scale")].toInt();
    settings.target = targetIn(object[QStringLiteral("target")].toObject());
    if (settings.scale <= 0 || settings.model.network.file.empty() ||
        !NameTemplate::parse(settings.target.nameTemplate))
        return Error{ErrorKind::BadInput, "the settings of a job cannot be read", {}, {}};
    settings.key = text;
    return settings;
}

JobSettingsPointer withKey(JobSettings settings)
{
    settings.key = settingsText(settings);
    return std::make_shared<const JobSettings>(std::move(settings));
}

namespace {

bool hasPage(const std::string& nameTemplate)
{
    return nameTemplate.find("{page}") != std::string::npos;
}

} // namespace

std::string withPage(std::string nameTemplate)
{
    if (hasPage(nameTemplate))
        return nameTemplate;
    const std::string name = "{name}";
    const std::size_t at = nameTemplate.find(name);
    return nameTemplate.insert(at == std::string::npos ? nameTemplate.size() : at + name.size(), "-{page}");
}

JobSettings settingsForPhotoOf(const JobSettings& own, const JobSettings& others)
{
    JobSettings settings = others;
    settings.enlarge.reading = own.enlarge.reading;
    settings.enlarge.turn = own.enlarge.turn;
    settings.enlarge.crop = own.enlarge.crop;
    if (hasPage(own.target.nameTemplate))
        settings.target.nameTemplate = withPage(settings.target.nameTemplate);
    return settings;
}

} // namespace enlarger::app
