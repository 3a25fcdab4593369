// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/reference_test_session.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QTreeWidget;

namespace enlarger::ui {

/// The reference test: how close bicubic and the models come to a photo that was downscaled. Starts it and
/// shows the figures; the owner of the page opens the downscaled photo.
class ReferenceTestPage : public QWidget
{
    Q_OBJECT

public:
    explicit ReferenceTestPage(DeviceQueue& queue, QWidget* parent = nullptr);

    /// `document`: the photo to be tested with; null: none. `scale`: of the model.
    void setSource(const app::Document* document, int scale);
    /// What to measure when the pair is there.
    void setCandidates(std::vector<app::ReferenceTestCandidate> candidates,
                       const QMap<QString, QString>& titles);
    void start();

Q_SIGNALS:
    void made(const enlarger::app::ReferencePairPointer& pair);
    void problemFound(const QString& sentence);

private:
    void showPair(const app::ReferencePairPointer& pair);
    void addScore(const QString& name, const image::Quality& quality);

    app::ReferenceTestSession m_session;
    const app::Document* m_document = nullptr;
    int m_scale = 4;
    std::vector<app::ReferenceTestCandidate> m_candidates;
    QMap<QString, QString> m_titles;
    QComboBox* m_degradation;
    QPushButton* m_start;
    QLabel* m_state;
    QTreeWidget* m_scores;
};

} // namespace enlarger::ui
