// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/message_bar.h"

#include "ui/shell/icon_label.h"
#include "ui/shell/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace enlarger::ui {

namespace {

constexpr int newsStay = 8000; // ms
constexpr int iconSize = 18;

QString noOffer()
{
    return MessageBar::tr("Nothing to do");
}

} // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent)
    , m_icon(new IconLabel(iconSize))
    , m_text(new QLabel)
    , m_offer(new QPushButton)
    , m_second(new QPushButton)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase);
    setAccessibleName(tr("Message"));
    for (QPushButton* button : {m_offer, m_second})
        setOffer(*button, {});
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* close = new QToolButton;
    close->setIcon(theme::icon(QStringLiteral("close")));
    close->setToolTip(tr("Close this message"));
    close->setAccessibleName(close->toolTip());

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 6, 6);
    layout->setSpacing(10);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_offer);
    layout->addWidget(m_second);
    layout->addWidget(close);

    m_hideTimer.setSingleShot(true);
    connect(&m_hideTimer, &QTimer::timeout, this, &QWidget::hide);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_offer, &QPushButton::clicked, this, [this] {
        if (const auto action = m_action) // it may show another message
            action();
    });
    connect(m_second, &QPushButton::clicked, this, [this] {
        if (const auto action = m_secondAction)
            action();
    });
    hide();
}

void MessageBar::layOverPicture()
{
    setAutoFillBackground(false);
    setProperty("isMessage", true); // its look is the theme's
}

QString MessageBar::text() const
{
    return m_text->text();
}

void MessageBar::show(const QString& icon, const QString& text, const QString& whole, const Offer& offer)
{
    m_icon->setIcon(theme::icon(icon));
    m_text->setText(text);
    m_text->setToolTip(whole);
    setOffer(*m_offer, offer);
    setOffer(*m_second, {});
    m_action = offer.action;
    setAccessibleDescription(text);
    m_about = nullptr;
    m_hideTimer.stop();
    QWidget::show();
}

void MessageBar::setOffer(QPushButton& button, const Offer& offer)
{
    button.setText(offer.text);
    button.setVisible(!offer.text.isEmpty());
    button.setAccessibleName(offer.text.isEmpty() ? noOffer() : QString()); // else its text is its name
}

void MessageBar::showQuestion(const QString& sentence, const Offer& first, const Offer& second)
{
    const auto answer = [this](const std::function<void()>& action) {
        return [this, action] {
            hide();
            action();
        };
    };
    show(QStringLiteral("info"), sentence, sentence, {first.text, answer(first.action)});
    setOffer(*m_second, second);
    m_secondAction = answer(second.action);
}

void MessageBar::showProblems(const QStringList& sentences, const Offer& offer, const QObject* about)
{
    if (sentences.isEmpty())
        return;
    const QString& first = sentences.constFirst();
    const auto more = sentences.size() - 1;
    show(QStringLiteral("warning"), more > 0 ? tr("%1  (and %n more)", nullptr, int(more)).arg(first) : first,
         sentences.join(QLatin1Char('\n')), offer);
    m_about = about;
}

void MessageBar::showProgress(const QString& sentence, const Offer& offer)
{
    if (isHidden() || sentence != text())
        show(QStringLiteral("info"), sentence, sentence, offer);
}

void MessageBar::dismissAbout(const QObject* about)
{
    if (m_about && m_about == about)
        hide();
}

void MessageBar::dismissUnlessAbout(const QObject* about)
{
    if (m_about && m_about != about)
        hide();
}

void MessageBar::showInfo(const QString& sentence, const Offer& offer)
{
    show(QStringLiteral("done"), sentence, sentence, offer);
    m_hideTimer.start(newsStay);
}

void MessageBar::showFact(const QString& sentence)
{
    show(QStringLiteral("info"), sentence, sentence, {});
}

} // namespace enlarger::ui
