// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QPoint>

#include <filesystem>

namespace enlarger::ui {

/// The file that was written last, to be dragged into another program.
class ResultChip : public QLabel
{
    Q_OBJECT

public:
    explicit ResultChip(QWidget* parent = nullptr);

    void setFile(const std::filesystem::path& file); // empty: hides itself

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    std::filesystem::path m_file;
    QPoint m_pressed;
};

} // namespace enlarger::ui
