// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/hdr_bar.h"

#include "app/session/document.h"

namespace enlarger::ui {

void HdrBar::setDocument(app::Document* document)
{
    if (m_document)
        m_document->disconnect(this);
    m_document = document;
    if (document)
        connect(document, &app::Document::infoChanged, this, &HdrBar::refresh);
    refresh();
}

void HdrBar::refresh()
{
    if (!m_document || !m_document->info().metadata.colours.isHdr())
        return hide();
    showFact(tr("%1 is HDR (%2). It is shown without tone mapping, and looks flat here.")
                 .arg(m_document->name(), QString::fromStdString(m_document->info().metadata.colours.name)));
}

} // namespace enlarger::ui
