// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/end_text.h"

#include <QLocale>

#include <cmath>

namespace enlarger::app {

QString endText(double secondsLeft, const QDateTime& now)
{
    constexpr double soon = 600.0; // seconds
    constexpr double longest = 86400.0 * 365;
    if (!(secondsLeft >= 60.0 && secondsLeft < longest))
        return {};
    const qint64 grid = secondsLeft < soon ? 60 : 300;
    const qint64 begin = now.toSecsSinceEpoch();
    const qint64 exact = begin + std::llround(secondsLeft);
    const QDateTime end = now.addSecs((exact + grid - 1) / grid * grid - begin);
    const QString format = QLocale().timeFormat(QLocale::ShortFormat).remove(QLatin1String(":ss"));
    const QString time = QLocale().toString(end.time(), format);
    const qint64 days = now.date().daysTo(end.date());
    if (days == 0)
        return QStringLiteral("ends about %1").arg(time);
    if (days == 1)
        return QStringLiteral("ends tomorrow about %1").arg(time);
    return QStringLiteral("ends on %1 about %2").arg(QLocale().toString(end.date(), u"d MMMM"), time);
}

} // namespace enlarger::app
