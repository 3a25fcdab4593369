// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/screen/region_renderer.h"

#include <QColor>
#include <QList>
#include <QPair>
#include <QPoint>
#include <QWidget>

#include <optional>

class QLabel;
class QToolButton;

namespace enlarger::ui {

/// The thin line at the bottom: sizes, what is under the cursor, what the device does.
class StatusStrip : public QWidget
{
    Q_OBJECT

public:
    explicit StatusStrip(QWidget* parent = nullptr);

    using Values = QList<QPair<QString, QColor>>; // of each pane: its title and the pixel's value

    void setSizes(const QSize& source, const QSize& output);
    void setDevice(const QString& text); // "cpu, fp32"
    void setProgress(const infer::RegionProgress& progress);
    void setCursor(const std::optional<QPoint>& pixel, const Values& values);
    void setNotice(const QString& sentence);
    /// How a training stands; empty: none runs. `more` is added where there is room, and is in the tip
    /// anyway.
    void setTraining(const QString& text, const QString& more = {});
    /// The same of the queue of exports; empty: there is nothing to say.
    void setQueue(const QString& text, const QString& more = {});

Q_SIGNALS:
    void trainingClicked();
    void queueClicked();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Work // that goes on beside, and leads to where it is shown
    {
        QToolButton* button;
        QString text;
        QString more;
        QString whole() const { return more.isEmpty() ? text : text + QStringLiteral(", ") + more; }
    };
    void addWork(Work& work, const QString& name);
    void placeWork();

    QLabel* m_sizes;
    QLabel* m_cursor;
    QLabel* m_work;
    QLabel* m_device;
    Work m_training;
    Work m_queue;
    std::int64_t m_mostWaiting = 0; // tiles, since there was nothing to do
};

} // namespace enlarger::ui
