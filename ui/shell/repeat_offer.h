// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/document.h"
#include "app/session/enlarge_session.h"
#include "app/session/settings.h"

#include <QObject>
#include <QPointer>

namespace enlarger::ui {

class MessageBar;

/// Where a result of this program is opened, offers to enlarge as it was.
class RepeatOffer : public QObject
{
    Q_OBJECT

public:
    RepeatOffer(app::Settings& settings, app::EnlargeSession& session, MessageBar& messages,
                QObject* parent = nullptr);

    void setDocument(app::Document* document); // that is shown now; null: none

Q_SIGNALS:
    void settingsChanged(); // they are as the result's

private:
    void look();

    app::Settings& m_settings;
    app::EnlargeSession& m_session;
    MessageBar& m_messages;
    QPointer<app::Document> m_document; // that is shown
    QString m_offer;                    // that was made last; empty: it was taken up
};

} // namespace enlarger::ui
