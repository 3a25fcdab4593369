// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/queue/job_queue.h"
#include "app/session/settings.h"

#include <QWidget>

#include <filesystem>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QStackedWidget;
class QToolButton;

namespace enlarger::ui {

class ExportProgress;
class ResultChip;

/// Into which file the result goes, the button that sends it there, and how far it is.
class ExportSection : public QWidget
{
    Q_OBJECT

public:
    explicit ExportSection(app::Settings& settings, QWidget* parent = nullptr);

    /// The button, and what an export costs or how far it is, to be placed where they are always seen.
    QWidget* footer() const { return m_footer; }
    /// Stands above the button while nothing is exported, in the very place of the progress.
    void setEstimate(QWidget* estimate);

    void reload();                            // the settings, which somebody else has changed
    void setExportEnabled(bool enabled);      // is there a photo and a model
    void setExportCount(int count);           // of photos that the button exports
    void setExampleName(const QString& name); // of the first result; empty: not known
    /// What the preview still needs, for which an export may wait: 0: nothing; negative: not known.
    void setPreviewSeconds(double seconds);
    /// Says how far its exports are, and what came of the last one. The queue must outlive this widget.
    void follow(app::JobQueue& queue);

Q_SIGNALS:
    void exportRequested();
    void cancelRequested();
    void folderRequested(const std::filesystem::path& file); // to be shown in its folder
    void settingsChanged();                                  // they were written to Settings

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void prepareFields();
    void layOut();
    void restoreSettings();
    void wire(); // after restoreSettings(), which is no change
    void save();
    void refresh();
    void showName();
    void chooseFolder();

    app::Settings& m_settings;
    app::JobQueue* m_queue = nullptr; // null: follows none yet
    bool m_isExportEnabled = false;
    QWidget* m_footer;
    QComboBox* m_format;
    QSpinBox* m_quality;
    QComboBox* m_bits;
    QLineEdit* m_folder;
    QToolButton* m_choose;
    QLineEdit* m_name;
    QComboBox* m_existing; // what happens to a file that has the name
    QString m_example;
    QString m_nameError; // empty: none
    QLabel* m_nameNote;  // what the first result is called, or what is wrong
    QPushButton* m_export;
    QStackedWidget* m_costs; // the estimate and the progress
    ExportProgress* m_progress;
    ResultChip* m_result;
};

} // namespace enlarger::ui
