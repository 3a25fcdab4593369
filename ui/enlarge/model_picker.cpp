// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/model_picker.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace enlarger::ui {

ModelPicker::ModelPicker(app::EnlargeSession& session, app::ModelCatalog& catalog,
                         app::RegionService& service, QWidget* parent)
    : QWidget(parent)
    , m_list(new ModelList(session, catalog, service))
{
    auto* heading = new QLabel(tr("Choose a model"));
    heading->setProperty("isHeading", true);
    auto* manage = new QToolButton;
    manage->setText(tr("All about models…"));
    manage->setToolTip(tr("Fetches, renames, removes, mixes and exports models."));
    auto* close = new QToolButton;
    close->setText(tr("Close"));
    auto* what = new QLabel(tr("Left bicubic, right the model"));
    what->setProperty("isQuiet", true);
    setFocusProxy(m_list);

    auto* top = new QHBoxLayout;
    top->addWidget(heading, 1);
    top->addWidget(manage);
    top->addWidget(close);
    auto* header = new QVBoxLayout;
    header->setContentsMargins(16, 8, 8, 0);
    header->setSpacing(0);
    header->addLayout(top);
    header->addWidget(what);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(header);
    layout->addWidget(m_list, 1);

    connect(manage, &QToolButton::clicked, this, &ModelPicker::manageRequested);
    connect(close, &QToolButton::clicked, this, &ModelPicker::closed);
    connect(m_list, &QListView::clicked, this, &ModelPicker::choose);
}

void ModelPicker::choose(const QModelIndex& index)
{
    if (!index.isValid())
        return;
    Q_EMIT chosen(index.data(ModelList::NameRole).toString());
    Q_EMIT closed();
}

void ModelPicker::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        choose(m_list->currentIndex());
    else if (event->key() == Qt::Key_Escape)
        Q_EMIT closed();
    else
        QWidget::keyPressEvent(event);
}

} // namespace enlarger::ui
