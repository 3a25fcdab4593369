// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QPoint>

#include <filesystem>

class QLabel;
class QToolButton;

namespace enlarger::ui {

/// The file that was written last: a double click opens it, a button shows its folder, and it can be dragged
/// into another program.
class ResultChip : public QFrame
{
    Q_OBJECT

public:
    explicit ResultChip(QWidget* parent = nullptr);

    /// An empty path: hides itself. `seconds`: how long it took.
    void setFile(const std::filesystem::path& file, double seconds);
    QString text() const;

Q_SIGNALS:
    void folderRequested(const std::filesystem::path& file);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    QUrl url() const;
    void open() const;

    QLabel* m_name;
    QLabel* m_facts;
    QToolButton* m_folder;
    std::filesystem::path m_file;
    QPoint m_pressed;
};

} // namespace enlarger::ui
