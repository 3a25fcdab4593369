// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/json_text.h"

#include "app/cli/terminal/path_text.h"

#include <cmath>

namespace enlarger::cli {

namespace {

const char* kindName(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::BadInput:
        return "bad-input";
    case ErrorKind::Unsupported:
        return "unsupported";
    case ErrorKind::Io:
        return "io";
    case ErrorKind::FileExists:
        return "file-exists";
    case ErrorKind::OutOfMemory:
        return "out-of-memory";
    case ErrorKind::Cancelled:
        return "cancelled";
    case ErrorKind::Internal:
        break;
    }
    return "internal";
}

} // namespace

QJsonObject toJson(const Error& error)
{
    QJsonObject json{{QStringLiteral("kind"), QString::fromLatin1(kindName(error.kind))},
                     {QStringLiteral("what"), toText(error.what)}};
    if (!error.advice.empty())
        json[QStringLiteral("advice")] = toText(error.advice);
    if (!error.file.empty())
        json[QStringLiteral("file")] = toText(error.file);
    return json;
}

QJsonArray toJson(const std::vector<Error>& errors)
{
    QJsonArray json;
    for (const Error& error : errors)
        json += toJson(error);
    return json;
}

QJsonArray toJson(const std::vector<std::string>& texts)
{
    QJsonArray json;
    for (const std::string& text : texts)
        json += toText(text);
    return json;
}

QJsonValue jsonNumber(double value)
{
    return std::isfinite(value) && value >= 0.0 ? QJsonValue(value) : QJsonValue(QJsonValue::Null);
}

} // namespace enlarger::cli
