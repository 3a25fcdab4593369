// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/finetune/curve_drawing.h"

namespace enlarger::ui {

/// What happened in a run, in the plots of a CurveDrawing: small signs along the lower edge of the losses, a
/// line where the run went back, and a ring about the best validation.
class CurveMarks : public QCPAbstractItem
{
public:
    explicit CurveMarks(CurveDrawing& drawing); // the plot owns it

    void show(const CurveSet& curves);
    void colour(const QPalette& palette);

    double selectTest(const QPointF& /*pos*/, bool /*onlySelectable*/, QVariant* /*details*/) const override
    {
        return -1.0; // they cannot be chosen
    }

protected:
    void draw(QCPPainter* painter) override;

private:
    void drawSign(QCPPainter& painter, CurveMark::Kind kind, QPointF place) const;

    QCPAxisRect& m_losses;
    QCPGraph* m_best;
    std::vector<CurveMark> m_marks;
    QColor m_quiet;
};

} // namespace enlarger::ui
