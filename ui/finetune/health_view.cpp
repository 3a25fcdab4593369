// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/health_view.h"

#include "ui/finetune/section.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace enlarger::ui {

namespace {

/// Beside the first line of a text.
class Dot : public QWidget
{
public:
    explicit Dot(const QColor& colour)
        : m_colour(colour)
    {
        setFixedWidth(8);
        setMinimumHeight(fontMetrics().height());
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_colour);
        painter.drawEllipse(QPointF(4.0, fontMetrics().height() / 2.0), 3.5, 3.5);
    }

private:
    QColor m_colour;
};

// Told apart by those who see few colours, too (after Okabe and Ito 2008), and the words say the same.
const QColor good("#2fb08a");
const QColor doubtful("#e69f00");

} // namespace

HealthView::HealthView(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Health of the training"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(6);
    hide();
}

void HealthView::setRows(const std::vector<app::HealthRow>& rows)
{
    setVisible(!rows.empty());
    if (rows == m_rows)
        return;
    m_rows = rows;
    qDeleteAll(findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
    for (const app::HealthRow& row : rows) {
        auto* line = new QWidget;
        auto* parts = new QHBoxLayout(line);
        parts->setContentsMargins({});
        parts->setSpacing(8);
        parts->addWidget(new Dot(row.isTrouble() ? doubtful : good), 0, Qt::AlignTop);
        QLabel* sentence = quietLabel();
        sentence->setText(row.sentence);
        parts->addWidget(sentence, 1);
        layout()->addWidget(line);
    }
}

} // namespace enlarger::ui
