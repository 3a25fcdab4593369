// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/message_bar.h"

#include <QPointer>

namespace enlarger::app {
class Document;
}

namespace enlarger::ui {

/// Says that the photo shown is HDR, as long as it is shown: else one would wonder why it looks flat.
class HdrBar : public MessageBar
{
    Q_OBJECT

public:
    using MessageBar::MessageBar;

    void setDocument(app::Document* document); // null: none is shown

private:
    void refresh();

    QPointer<app::Document> m_document;
};

} // namespace enlarger::ui
