// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/finetune/run_catalog.h"

#include <QSortFilterProxyModel>

namespace enlarger::app {

/// The runs of a catalogue that a person wants to see, in the order that they want.
class RunOrder : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    enum class By {
        Newest,
        Name,
        Best, // the largest gain first; behind them those without one, the highest PSNR first
    };

    explicit RunOrder(RunCatalog& catalog, QObject* parent = nullptr);

    void setOrder(By by);
    /// Leaves those with all of these words in their name, recipe, start, state or notes.
    void setWords(const QString& words);

    /// Whether one comes before the other in the order of the best.
    static bool isBetter(const RunInfo& one, const RunInfo& other);

    const RunInfo* at(const QModelIndex& index) const; // null: none
    QModelIndex indexOf(const QString& name) const;    // invalid: not there, or filtered out

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    RunCatalog& m_catalog;
    By m_by = By::Newest;
    QStringList m_words;
};

} // namespace enlarger::app
