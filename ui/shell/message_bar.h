// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QStringList>
#include <QTimer>

#include <functional>

class QLabel;
class QPushButton;

namespace enlarger::ui {

class IconLabel;

/// Says what went wrong or was done, above the picture, without getting in the way. Good news leave by
/// themselves; problems stay until they are read.
class MessageBar : public QFrame
{
    Q_OBJECT

public:
    explicit MessageBar(QWidget* parent = nullptr);

    struct Offer // a button that does something about it
    {
        QString text;
        std::function<void()> action;
    };

    void showProblems(const QStringList& sentences, const Offer& offer = {});
    void showInfo(const QString& sentence, const Offer& offer = {});
    QString text() const;

private:
    void show(const QString& icon, const QString& text, const QString& whole, const Offer& offer);

    IconLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_offer;
    std::function<void()> m_action;
    QTimer m_hideTimer;
};

} // namespace enlarger::ui
