// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

namespace enlarger::ui {

/// The title of a layer in the corner of its view, with a hairline under it while the layer is not complete.
class TitleBadge : public QWidget
{
    Q_OBJECT

public:
    explicit TitleBadge(QWidget* parent);

    QString title() const { return m_title; }
    void setTitle(const QString& title); // empty: no badge
    /// What is complete again within a moment (150 ms) is not worth a sign; the accessible description says
    /// the same as the sign.
    void setComplete(bool complete);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void showIncomplete(bool incomplete);

    QString m_title;
    QTimer m_incompleteTimer;
    bool m_showsIncomplete = false;
};

} // namespace enlarger::ui
