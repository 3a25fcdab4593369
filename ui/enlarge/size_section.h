// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/enlarge_session.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLabel;

namespace enlarger::ui {

/// How large the result is to be: by a factor, a side, or megapixels.
class SizeSection : public QWidget
{
    Q_OBJECT

public:
    explicit SizeSection(app::EnlargeSession& session, QWidget* parent = nullptr);

private:
    enum Kind { Factor, Width, Height, LongSide, Megapixels };
    Kind kind() const;
    void fitSpinBox(Kind kind);
    void chooseKind(); // keeps the present size, said in another way
    void apply();
    void refresh();
    double present(Kind kind) const; // what the output is now, in this unit

    app::EnlargeSession& m_session;
    QComboBox* m_kind;
    QDoubleSpinBox* m_value;
    QLabel* m_result;
};

} // namespace enlarger::ui
