// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QImage>
#include <QStringList>
#include <QWidget>

#include <cstdint>
#include <filesystem>
#include <utility>

class QLabel;
class QPushButton;
class QSlider;

namespace enlarger::ui {

/// The held-out crops of a run through its training, side by side under their labels. A slider
/// goes through the validations; at its right end the view shows the newest as they come.
class StripView : public QWidget
{
    Q_OBJECT

public:
    explicit StripView(QWidget* parent = nullptr);

    /// The run's folder; empty: nothing to show.
    void setRun(const std::filesystem::path& folder);
    const std::filesystem::path& run() const { return m_folder; }
    /// There may be more validations now.
    void refresh();

    /// Offers to show the network on the open photo: while it learns.
    void setPreviewOffered(bool offered);

    const QStringList& steps() const { return m_steps; } // of the validations that have pictures
    const QImage& picture() const { return m_picture; }

Q_SIGNALS:
    void previewRequested();
    void cropChosen(int row); // by a click, counted from 0

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    void showValidation(int index);
    QRect pictureArea() const;
    QRectF picturePlace() const;    // scrolled
    int rowAt(QPointF place) const; // -1: none
    QSizeF pictureSize() const;     // as it is painted: never larger than it is, and as wide as there is room
    void scrollTo(double top);

    std::filesystem::path m_folder;
    QStringList m_files;
    QStringList m_steps;
    int m_rows = 0; // that can be opened
    QImage m_picture;
    QImage m_scaled;                       // as it has been painted last
    std::uint64_t m_request = 0;           // the newest reading; older ones are outdated
    std::pair<QString, QDateTime> m_shown; // the file that it comes from
    double m_top = 0.0;                    // of what is seen of it
    QSlider* m_slider;
    QLabel* m_step;
    QPushButton* m_preview;
};

} // namespace enlarger::ui
