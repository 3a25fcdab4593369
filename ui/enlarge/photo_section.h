// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/enlarge_session.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace enlarger::ui {

/// What is read of the photo's file, where it leaves a choice: a page, the colours of a RAW. Else it is not
/// there.
class PhotoSection : public QWidget
{
    Q_OBJECT

public:
    explicit PhotoSection(app::EnlargeSession& session, QWidget* parent = nullptr);

Q_SIGNALS:
    void allPagesRequested(); // to be exported

private:
    void refresh();

    app::EnlargeSession& m_session;
    QSpinBox* m_page;
    QLabel* m_pageLabel;
    QPushButton* m_all;
    QComboBox* m_space;
    QLabel* m_spaceLabel;
};

} // namespace enlarger::ui
