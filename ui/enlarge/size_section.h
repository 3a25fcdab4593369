// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/enlarge_session.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QSpinBox;

namespace enlarger::ui {

/// How large the result is to be: by a factor, a side in pixels or on paper, or megapixels.
class SizeSection : public QWidget
{
    Q_OBJECT

public:
    explicit SizeSection(app::EnlargeSession& session, QWidget* parent = nullptr);

private:
    enum Kind { Factor, Width, Height, LongSide, Megapixels, PrintWidth, PrintHeight, PrintLongSide };
    void layOut();
    Kind kind() const;
    bool isPrint() const { return kind() >= PrintWidth; }
    app::LengthUnit unit() const;
    Kind requestedKind() const;
    double requested(Kind kind) const; // as the session has it
    void fitFields(Kind kind);
    void chooseKind(); // or another unit: keeps the present size, said in another way
    void apply();
    void refresh();
    void refreshResult();
    double present(Kind kind) const; // what the output is now, in this unit

    app::EnlargeSession& m_session;
    QComboBox* m_kind;
    QDoubleSpinBox* m_value;
    QComboBox* m_unit;
    QSpinBox* m_dpi;
    QLabel* m_paper; // the label of these two
    QLabel* m_result;
};

} // namespace enlarger::ui
