// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

namespace enlarger::app {

/// When something ends that takes so many seconds more, rounded up to five minutes, or to one where it is
/// soon: "ends about 16:40", "ends tomorrow about 02:15", "ends on 3 December about 02:15". Empty: in less
/// than a minute, or nobody knows.
QString endText(double secondsLeft, const QDateTime& now = QDateTime::currentDateTime());

} // namespace enlarger::app
