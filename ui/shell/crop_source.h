// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/enlarge/model_crops.h"

#include <QObject>

namespace enlarger::ui {

class CompareView;
struct Workbench;

/// Which place of which picture the cards of the models show: one of the current photo that is on the screen,
/// or of the sample photo where none is open.
class CropSource : public QObject
{
    Q_OBJECT

public:
    CropSource(Workbench& bench, CompareView& view, QObject* parent); // references are kept

    std::optional<ModelCrops::Place> place(const QSize& size) const; // of so many LR pixels

private:
    Workbench& m_bench;
    CompareView& m_view;
    std::shared_ptr<const image::PackedPicture> m_sample; // null until it has been read
};

} // namespace enlarger::ui
