// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QVBoxLayout;

namespace enlarger::ui {

/// What the window shows before there is a photo: one sentence, a button, and a sample to try.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    /// `sample`: a small picture of the sample photo; null: there is none.
    explicit EmptyState(const QImage& sample, QWidget* parent = nullptr);

    /// Files that were opened lately, the newest first; some of them are offered.
    void setRecentFiles(const QStringList& files);

    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void openRequested();
    void sampleRequested();
    void recentRequested(const QString& file);

protected:
    bool event(QEvent* event) override;

private:
    void makeRoom();

    QWidget* m_offers; // the sample and the recent files, where there is room for them
    QVBoxLayout* m_recent;
};

} // namespace enlarger::ui
