// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/layers/candidates.h"
#include "ui/shell/actions.h"
#include "ui/shell/crop_bar.h"
#include "ui/shell/zoom_field.h"
#include "ui/viewer/compare_mode.h"

#include <QWidget>

class QComboBox;
class QMenu;
class QToolButton;

namespace enlarger::ui {

/// The bar over the picture: how to compare, what with what, and the tools of the view.
class CompareBar : public QWidget
{
    Q_OBJECT

public:
    CompareBar(const Actions& actions, Candidates& candidates, QWidget* parent = nullptr);

    ZoomField& zoomField() { return *m_zoom; }
    QMenu& addMenu() { return *m_addMenu; } // filled by its owner, when it is about to show

    void setMode(CompareMode mode); // shows the choices that this mode has
    /// What is compared with what, by the candidates' keys.
    void setPair(const QString& left, const QString& right);
    void setCandidate(int index); // of a mode that shows one at a time
    void setCropping(bool on);    // shows cropBar() instead
    CropBar& cropBar() { return *m_crop; }

Q_SIGNALS:
    void pairChosen(const QString& left, const QString& right);
    void candidateChosen(int index);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void layOut(const Actions& actions);
    void preparePair();
    void prepareFlipped();
    void prepareAdd();
    void prepareMore();
    void refresh();
    QToolButton* makeButton(QAction* action);
    void useRoom();
    void showModeNames(bool shown);
    void showChoices();

    Candidates& m_candidates;
    QComboBox* m_left;
    QComboBox* m_right;
    QComboBox* m_flipped;
    CropBar* m_crop;
    QToolButton* m_add;
    QMenu* m_addMenu;
    ZoomField* m_zoom;
    QList<QToolButton*> m_modes;
    QList<QWidget*> m_fixed;        // what is always there and as wide
    QList<QToolButton*> m_optional; // give way where the bar is narrow
    QToolButton* m_more;            // then they are in its menu
    CompareMode m_mode = CompareMode::SideBySide;
    QString m_leftKey;
    QString m_rightKey;
    int m_candidate = 0;
    bool m_isCropping = false;
    bool m_hasChoices = true; // there is room for them
};

} // namespace enlarger::ui
