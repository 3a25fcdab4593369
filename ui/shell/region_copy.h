// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/layer.h"

#include <QObject>
#include <QPointer>

namespace enlarger::app {
class RegionService;
}

namespace enlarger::ui {

class CompareView;
class MessageBar;

/// Brings the visible part of the active candidate to the clipboard, at 100% and finished: what is not
/// computed yet is computed first.
class RegionCopy : public QObject
{
    Q_OBJECT

public:
    RegionCopy(CompareView& view, app::RegionService& regions, MessageBar& messages, QObject* parent);
    ~RegionCopy() override;

    /// Where that is too much for a clipboard or for the preview cache, it says so. A copy that was begun
    /// before is given up.
    void start();
    void cancel();

private:
    void follow(); // copies as soon as all is there
    void sayProgress();
    void finish();

    CompareView& m_view;
    app::RegionService& m_regions;
    MessageBar& m_messages;
    QPointer<Layer> m_layer; // that is being finished; null: none
    QRect m_area;            // pixels of its size()
    double m_scale = 1.0;    // at which it computes all that it stands for
};

} // namespace enlarger::ui
