// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/path_text.h"

#include <QStringDecoder>

namespace enlarger::app {

namespace {

constexpr char16_t escaped = 0xDC00; // + the byte

bool isEscaped(const QString& text)
{
    bool afterHigh = false;
    for (const QChar c : text) {
        if (c.isLowSurrogate() && !afterHigh)
            return true;
        afterHigh = c.isHighSurrogate();
    }
    return false;
}

QString fromArgument(const char* bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder(bytes);
    if (!decoder.hasError())
        return text;
    text.clear();
    for (const char* byte = bytes; *byte; ++byte) {
        const auto value = static_cast<unsigned char>(*byte);
        text += QChar(value < 0x80 ? char16_t(value) : char16_t(escaped + value));
    }
    return text;
}

} // namespace

QStringList argumentsFrom(int argc, char** argv)
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments += fromArgument(argv[i]);
    return arguments;
}

std::filesystem::path toPath(const QString& text)
{
    if (!isEscaped(text))
        return text.toStdString();
    std::string bytes;
    for (const QChar c : text)
        bytes += static_cast<char>(c.unicode() & 0xFF);
    return bytes;
}

QString toText(const std::filesystem::path& path)
{
    return toText(path.string());
}

QString toText(const std::string& text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::string printable(std::string text)
{
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            c = '?';
    return text;
}

} // namespace enlarger::app
