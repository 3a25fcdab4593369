// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/model_library.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace enlarger::ui {

/// A published file: what it is, its size and licence, and a button that fetches it.
class OfferRow : public QWidget
{
    Q_OBJECT

public:
    explicit OfferRow(const app::Offer& offer, QWidget* parent = nullptr);

    void setOffer(const app::Offer& offer);

Q_SIGNALS:
    void fetchRequested(const QString& name);
    void cancelRequested(const QString& name);

private:
    QLabel* m_what;
    QLabel* m_problem;
    QProgressBar* m_progress;
    QPushButton* m_button;
    QToolButton* m_page;
    bool m_isFetching = false;
};

} // namespace enlarger::ui
