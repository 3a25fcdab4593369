// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/document.h"

#include <QPointer>
#include <QScrollArea>

class QFormLayout;

namespace enlarger::ui {

class HistogramView;

/// The photo's metadata as text, and its histogram.
class InfoPanel : public QScrollArea
{
    Q_OBJECT

public:
    explicit InfoPanel(QWidget* parent = nullptr);

    void setDocument(app::Document* document);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void countLevels();

    QPointer<app::Document> m_document;
    HistogramView* m_histogram;
    std::weak_ptr<const image::PackedPicture> m_counted; // what the histogram is of
    QFormLayout* m_facts;
};

} // namespace enlarger::ui
