// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/shard.h"

#include "app/files/path_text.h"

#include <QByteArray>
#include <QCryptographicHash>
#include <QRegularExpression>
#include <QtEndian>

namespace enlarger::app {

std::optional<Shard> Shard::parse(const std::string& text)
{
    static const QRegularExpression form(QStringLiteral("^([0-9]{1,6})/([0-9]{1,6})$"));
    const auto match = form.match(QString::fromStdString(text));
    const Shard shard{match.captured(1).toInt(), match.captured(2).toInt()};
    if (shard.index < 1 || shard.index > shard.count)
        return {};
    return shard;
}

std::string Shard::text() const
{
    return std::to_string(index) + "/" + std::to_string(count);
}

bool Shard::takes(const InputPhoto& photo) const
{
    const std::string path = (photo.subfolder / photo.file.filename()).generic_string();
    const QByteArray hash =
        QCryptographicHash::hash(QByteArray::fromStdString(path), QCryptographicHash::Sha256);
    return int(qFromBigEndian<quint64>(hash.constData()) % quint64(count)) == index - 1;
}

} // namespace enlarger::app
