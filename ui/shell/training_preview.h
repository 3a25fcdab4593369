// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/workbench.h"

#include <QObject>

namespace enlarger::ui {

class ComparePane;

/// The network that is being trained, on the open photo: a candidate ("now") that changes with each
/// validation, and beside it the model that the training began with.
class TrainingPreview : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive this object.
    TrainingPreview(Workbench& bench, ComparePane& pane, QObject* parent);

    /// Shows the start and the network as it is after the next step, side by side. Where no photo is open,
    /// one that is learnt from is opened.
    void show();
    /// Shows a tuned model, which is the chosen one, and what it was made of.
    void showResult();
    /// Whether the network is on the screen may have changed: nothing is written for nobody.
    void look();

private:
    void follow();
    void renew();
    void offer();
    QString startKey(); // of the candidate that the training began with

    Workbench& m_bench;
    ComparePane& m_pane;
};

} // namespace enlarger::ui
