// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace enlarger::ui {

/// A heading of the page.
inline QLabel* headingLabel(const QString& text)
{
    auto* label = new QLabel(text);
    label->setProperty("isHeading", true);
    return label;
}

/// Sentences below a field.
inline QLabel* quietLabel()
{
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setProperty("isQuiet", true);
    return label;
}

} // namespace enlarger::ui
