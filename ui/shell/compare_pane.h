// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/actions.h"
#include "ui/shell/compare_bar.h"
#include "ui/shell/grid_choice.h"
#include "ui/shell/workbench.h"
#include "ui/viewer/compare_view.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QLabel;

namespace enlarger::ui {

/// The picture and the bar over it: brings the candidates of the current photo into the compare view, and its
/// actions to work.
class ComparePane : public QWidget
{
    Q_OBJECT

public:
    ComparePane(Workbench& bench, const Actions& actions, QWidget* parent = nullptr);

    CompareView& view() { return *m_view; }

    void setCropping(bool on);
    /// Shows the same part of another photo beside the current one. Null: no more.
    void compareWith(app::Document* other);
    /// Two candidates side by side, by their keys; one that is not there yet is shown as soon as it is.
    void showPair(const QString& left, const QString& right);
    void zoomIntoDetail(); // to 100 %, where networks could not be told apart
    void compareWithOneOf(const QList<app::Document*>& selected); // else with the next one, or that before
    QStringList shownKeys() const; // of the candidates that are to be seen; one may not be there yet

Q_SIGNALS:
    void choiceChanged(); // perhaps

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void wireView();
    void wireTools();
    void wireChoices();
    void wireZoom();
    void wirePhotos();
    void chooseAt(int place, QPoint at); // by a menu there
    void fillAddMenu();
    void showCandidate(int place, const QString& key);
    void showNew(const QString& key);
    void followKey(const QString& key, const QString& newKey); // of a candidate
    void onComparedChanged(const app::Document* other);
    bool isSmall() const;
    void updateHint();
    void updateCandidates();
    void placePair();
    image::PixelRect sourceOf(const QRectF& area) const; // LR pixels of a crop, as below
    void applyCrop();
    void wireTurns();
    void rotate(int quarters);
    void straighten(); // as the crop's bar says
    void followTurn();
    image::PixelRect wholeAt(const image::Turn& turn) const;
    image::PixelRect wantedRect() const; // LR pixels of the crop tool, after the quarters that are wanted
    void placeTurnedRect();
    void updateTilt();
    void rememberFlipped(int index);
    int indexOf(const QString& key) const; // of a candidate; -1: not there

    Workbench& m_bench;
    const Actions& m_actions;
    CompareBar* m_bar;
    CompareView* m_view;
    QLabel* m_hint; // over the picture: why there is nothing to compare yet
    QString m_leftKey = QStringLiteral("bicubic");
    QString m_rightKey = QStringLiteral("model");
    QString m_flippedKey = QStringLiteral("model");
    GridChoice m_grid;
    struct Choice
    {
        QString left, right, flipped;
    };
    std::optional<Choice> m_before;   // another photo was compared
    app::Document* m_shown = nullptr; // only compared, never followed

    image::Turn m_shownTurn; // of what the view shows

    // While cropping:
    app::Document* m_cropped = nullptr; // only compared, never followed
    image::Turn m_turnAfter; // what will be when the tool is left: as it was before, or as accepted
    std::optional<image::PixelRect> m_cropAfter;
    double m_degrees = 0.0;   // wanted
    QTimer m_straightenDelay; // a moving slider is seen at once, and the photo read when it rests
    std::optional<image::PixelRect> m_rectAfterQuarter; // of the tool when the turned photo is shown
};

} // namespace enlarger::ui
