// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/finetune/finetune_session.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace enlarger::ui {

/// The photos to learn from, and what was found in them.
class PhotosSection : public QWidget
{
    Q_OBJECT

public:
    explicit PhotosSection(app::FineTuneSession& session, QWidget* parent = nullptr);

private:
    void refresh();
    void addFiles(bool folders);

    app::FineTuneSession& m_session;
    QLabel* m_photos;
    QLabel* m_troubles;
    QPushButton* m_clear;
};

} // namespace enlarger::ui
