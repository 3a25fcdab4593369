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

    /// It lies over the picture then, with margins around it, and not in a row with other widgets.
    void layOverPicture();

    struct Offer // a button that does something about it
    {
        QString text;
        std::function<void()> action;
    };

    /// `about`: what the problem is of; only compared. Null: of nothing that could go or be mended.
    void showProblems(const QStringList& sentences, const Offer& offer = {}, const QObject* about = nullptr);
    void showInfo(const QString& sentence, const Offer& offer = {});
    /// Stays until it is answered, or another message comes. Each answer hides it.
    void showQuestion(const QString& sentence, const Offer& first, const Offer& second);
    /// What is to be known of what is shown: stays until it is closed or hidden.
    void showFact(const QString& sentence);
    /// Stays until another message comes.
    void showProgress(const QString& sentence, const Offer& offer);
    /// Hides a problem that is of `about`, or of anything else than `about`.
    void dismissAbout(const QObject* about);
    void dismissUnlessAbout(const QObject* about);
    QString text() const;

private:
    void show(const QString& icon, const QString& text, const QString& whole, const Offer& offer);
    static void setOffer(QPushButton& button, const Offer& offer);

    IconLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_offer;
    QPushButton* m_second;
    std::function<void()> m_action;
    std::function<void()> m_secondAction;
    const QObject* m_about = nullptr; // only compared
    QTimer m_hideTimer;
};

} // namespace enlarger::ui
