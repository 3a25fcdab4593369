// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QListView;
class QModelIndex;
class QStandardItemModel;

namespace enlarger::ui {

/// Cards to choose one from, in the place of the page: a title, facts beside it, and a sentence. Arrows move,
/// Enter or a click chooses, Escape closes.
class CardPicker : public QWidget
{
    Q_OBJECT

public:
    struct Card
    {
        QString id; // empty: a heading above the cards that follow
        QString title;
        QString facts;    // short, below the title; may be empty
        QString sentence; // may be empty
    };

    explicit CardPicker(const QString& heading, QWidget* parent = nullptr);

    void setCards(const QList<Card>& cards);
    void setCurrent(const QString& id);

    enum Role { IdRole = Qt::UserRole, FactsRole, SentenceRole };

Q_SIGNALS:
    void chosen(const QString& id);
    void closed(); // before chosen() too

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void choose(const QModelIndex& index);

    QListView* m_list;
    QStandardItemModel* m_cards;
};

} // namespace enlarger::ui
