// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/enlarge_session.h"

#include <QWidget>

class QCheckBox;
class QComboBox;

namespace enlarger::ui {

/// What computes, and how precisely.
class DeviceSection : public QWidget
{
    Q_OBJECT

public:
    explicit DeviceSection(app::EnlargeSession& session, QWidget* parent = nullptr);

private:
    void refresh();

    app::EnlargeSession& m_session;
    QComboBox* m_device;
    QComboBox* m_precision;
    QCheckBox* m_ensemble;
};

} // namespace enlarger::ui
