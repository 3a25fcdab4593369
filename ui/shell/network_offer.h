// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/model_library.h"
#include "app/session/settings.h"

#include <QObject>

namespace enlarger::ui {

class MessageBar;

/// At the first start, asks whether the networks that their authors publish are to be fetched; never again,
/// whatever the answer. Where another message is shown meanwhile, it waits for the next start.
class NetworkOffer : public QObject
{
    Q_OBJECT

public:
    NetworkOffer(app::Settings& settings, app::ModelLibrary& library, MessageBar& messages,
                 QObject* parent = nullptr);

Q_SIGNALS:
    void modelsRequested(); // to be shown, with how far the fetching is

private:
    void look();
    void fetch(const QStringList& names);
    void follow(); // what is being fetched

    app::Settings& m_settings;
    app::ModelLibrary& m_library;
    MessageBar& m_messages;
    bool m_isOver = false;
    QStringList m_fetching; // names of offers
    QStringList m_problems; // of those that are over
};

} // namespace enlarger::ui
