// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/run_order.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace enlarger::app {

namespace {

/// The more, the better.
std::tuple<double, double> qualityOf(const RunInfo& run)
{
    constexpr double none = -std::numeric_limits<double>::infinity();
    return {run.best ? run.best->gain.value_or(none) : none, run.best ? run.best->psnr : none};
}

} // namespace

RunOrder::RunOrder(RunCatalog& catalog, QObject* parent)
    : QSortFilterProxyModel(parent)
    , m_catalog(catalog)
{
    setSourceModel(&catalog);
    sort(0);
}

void RunOrder::setOrder(By by)
{
    m_by = by;
    invalidate();
}

void RunOrder::setWords(const QString& words)
{
    m_words = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

bool RunOrder::isBetter(const RunInfo& one, const RunInfo& other)
{
    return qualityOf(one) > qualityOf(other);
}

const RunInfo* RunOrder::at(const QModelIndex& index) const
{
    const int row = mapToSource(index).row();
    return row >= 0 && row < int(m_catalog.runs().size()) ? &m_catalog.runs()[std::size_t(row)] : nullptr;
}

QModelIndex RunOrder::indexOf(const QString& name) const
{
    const int row = m_catalog.rowOf(name);
    return row < 0 ? QModelIndex() : mapFromSource(m_catalog.index(row));
}

bool RunOrder::filterAcceptsRow(int row, const QModelIndex&) const
{
    const RunInfo& run = m_catalog.runs()[std::size_t(row)];
    const QString text =
        QStringList{run.name, run.recipe, run.from, stageText(run), run.notes}.join(QLatin1Char('\n'));
    return std::ranges::all_of(m_words,
                               [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

bool RunOrder::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const RunInfo& a = m_catalog.runs()[std::size_t(left.row())];
    const RunInfo& b = m_catalog.runs()[std::size_t(right.row())];
    switch (m_by) {
    case By::Newest:
        break;
    case By::Name:
        return QString::compare(a.name, b.name, Qt::CaseInsensitive) < 0;
    case By::Best:
        if (isBetter(a, b) || isBetter(b, a))
            return isBetter(a, b);
        break;
    }
    return a.changed > b.changed;
}

} // namespace enlarger::app
