// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/proof.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QTreeWidget;

namespace enlarger::ui {

/// Proof mode: how near bicubic and the models come to a photo that was made small. Sets it off and shows the
/// figures; whoever owns the page opens the small photo.
class ProofPage : public QWidget
{
    Q_OBJECT

public:
    explicit ProofPage(DeviceQueue& queue, QWidget* parent = nullptr);

    /// `document`: what a proof would be made of; null: nothing. `scale`: of the model.
    void setSource(const app::Document* document, int scale);
    /// What to measure when the pair is there.
    void setCandidates(std::vector<app::ProofCandidate> candidates, const QMap<QString, QString>& titles);
    void start();

Q_SIGNALS:
    void made(const enlarger::app::ProofPointer& pair);
    void problemFound(const QString& sentence);

private:
    void takePair(const app::ProofPointer& pair);
    void addScore(const QString& name, const image::Quality& quality);

    app::ProofSession m_proof;
    const app::Document* m_document = nullptr;
    int m_scale = 4;
    std::vector<app::ProofCandidate> m_candidates;
    QMap<QString, QString> m_titles;
    QComboBox* m_degradation;
    QPushButton* m_start;
    QLabel* m_state;
    QTreeWidget* m_scores;
};

} // namespace enlarger::ui
