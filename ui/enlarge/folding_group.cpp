// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/folding_group.h"

#include <QToolButton>
#include <QVBoxLayout>

namespace enlarger::ui {

FoldingGroup::FoldingGroup(const QString& heading, QWidget* content, QWidget* parent)
    : QWidget(parent)
    , m_heading(new QToolButton)
    , m_content(content)
{
    m_heading->setText(heading);
    m_heading->setCheckable(true);
    m_heading->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_heading->setProperty("isFold", true); // its look is the theme's
    m_heading->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_heading->setAccessibleName(heading);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(4);
    layout->addWidget(m_heading);
    layout->addWidget(m_content);
    connect(m_heading, &QToolButton::toggled, this, [this](bool open) {
        m_heading->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
        m_content->setVisible(open);
        Q_EMIT toggled(open);
    });
    m_heading->setArrowType(Qt::RightArrow);
    m_content->hide();
}

bool FoldingGroup::isOpen() const
{
    return m_heading->isChecked();
}

void FoldingGroup::setOpen(bool open)
{
    m_heading->setChecked(open);
}

} // namespace enlarger::ui
