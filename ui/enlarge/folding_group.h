// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QToolButton;

namespace enlarger::ui {

/// A heading that folds what belongs to it away, and remembers that.
class FoldingGroup : public QWidget
{
    Q_OBJECT

public:
    /// `content` becomes a child.
    FoldingGroup(const QString& heading, QWidget* content, QWidget* parent = nullptr);

    bool isOpen() const;
    void setOpen(bool open);

Q_SIGNALS:
    void toggled(bool open);

private:
    QToolButton* m_heading;
    QWidget* m_content;
};

} // namespace enlarger::ui
