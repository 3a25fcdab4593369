// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/export_section.h"

#include "app/files/name_template.h"
#include "core/base/word_list.h"
#include "core/image/photo/photo_format.h"
#include "core/image/write/write_plan.h"
#include "ui/enlarge/export_progress.h"
#include "ui/enlarge/form_grid.h"
#include "ui/enlarge/result_chip.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStackedWidget>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace enlarger::ui {

namespace {

bool isLossless(image::PhotoFormat format)
{
    return !image::hasQuality(format);
}

bool holds16Bits(image::PhotoFormat format)
{
    return image::outputFormat(format).deepBits == 16;
}

/// "JPEG, WebP and AVIF": of the formats that are written, those with a property.
QString formatNames(bool (*has)(image::PhotoFormat))
{
    std::vector<std::string> names;
    for (const image::PhotoFormat format : image::availableFormats())
        if (has(format))
            names.emplace_back(image::formatName(format));
    return QString::fromStdString(wordList(names, "and"));
}

} // namespace

ExportSection::ExportSection(app::Settings& settings, QWidget* parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_footer(new QWidget)
    , m_format(new QComboBox)
    , m_quality(new QSpinBox)
    , m_bits(new QComboBox)
    , m_folder(new QLineEdit)
    , m_choose(new QToolButton)
    , m_name(new QLineEdit)
    , m_existing(new QComboBox)
    , m_nameNote(new QLabel)
    , m_export(new QPushButton(tr("Export")))
    , m_costs(new QStackedWidget)
    , m_progress(new ExportProgress)
    , m_result(new ResultChip)
{
    prepareFields();
    layOut();
    restoreSettings();
    wire();
    refresh();
}

// What the fields offer and say of themselves.
void ExportSection::prepareFields()
{
    m_format->addItem(tr("Original"), QString());
    for (const image::PhotoFormat format : image::availableFormats())
        m_format->addItem(QString::fromLatin1(image::formatName(format)),
                          QString::fromLatin1(image::formatName(format)).toLower());
    m_format->setToolTip(tr("%1 keep every bit; %2 are smaller. Colours (ICC) and metadata are kept by all.")
                             .arg(formatNames(isLossless), formatNames(image::hasQuality)));
    m_quality->setRange(1, 100);
    m_quality->setObjectName(QStringLiteral("quality"));
    m_quality->setToolTip(
        tr("For %1. 95 cannot be told from the original by eye.").arg(formatNames(image::hasQuality)));
    m_bits->addItem(tr("Original"), 0);
    m_bits->addItem(tr("8 bit"), 8);
    m_bits->addItem(tr("16 bit"), 16);
    m_bits->setToolTip(tr("Bits a channel. 16 for further editing (%1).").arg(formatNames(holds16Bits)));
    m_existing->addItem(tr("Add a number"), int(app::IfExists::Rename));
    m_existing->addItem(tr("Skip the photo"), int(app::IfExists::Skip));
    m_existing->addItem(tr("Replace the file"), int(app::IfExists::Overwrite));
    m_existing->setObjectName(QStringLiteral("existing"));
    m_existing->setToolTip(tr("Where a file has the result's name already. A photo is never replaced, nor "
                              "the result of another one."));
    for (QComboBox* box : {m_format, m_bits, m_existing})
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_folder->setPlaceholderText(tr("Beside the photo"));
    m_folder->setClearButtonEnabled(true);
    m_name->setToolTip(tr("{name} of the photo, {parent}: its folder, {counter}: 0001 …, {page}, {model}, "
                          "{scale}, {width}, {height}, {precision}, {date}"));
    m_nameNote->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long name widens nothing
    m_nameNote->setProperty("isQuiet", true);
    m_nameNote->hide();
    m_export->setProperty("isMain", true);
    m_export->setToolTip(tr("Ctrl+S. The whole photo, or its crop, by the same code as the command line"));
    m_choose->setText(QStringLiteral("…"));
    m_choose->setToolTip(tr("Choose the folder"));
    m_choose->setAccessibleName(m_choose->toolTip());
}

void ExportSection::layOut()
{
    auto* folder = new QHBoxLayout;
    folder->setSpacing(4);
    folder->addWidget(m_folder, 1);
    folder->addWidget(m_choose);
    auto* form = new FormGrid(this);
    form->addField(tr("&Format"), m_format);
    form->addField(tr("&Quality"), m_quality);
    form->addField(tr("D&epth"), m_bits);
    form->addField(tr("F&older"), folder, m_folder);
    form->addField(tr("&Name"), m_name);
    form->addBelow(m_nameNote);
    form->addField(tr("E&xisting"), m_existing);
    m_costs->addWidget(m_progress);
    auto* bottom = new QVBoxLayout(m_footer);
    bottom->setContentsMargins(16, 8, 16, 16);
    bottom->setSpacing(8);
    bottom->addWidget(m_result);
    bottom->addWidget(m_costs);
    bottom->addWidget(m_export);
    m_costs->hide();
}

void ExportSection::setEstimate(QWidget* estimate)
{
    m_costs->insertWidget(0, estimate);
    m_costs->show();
    refresh();
}

void ExportSection::restoreSettings()
{
    m_format->setCurrentIndex(std::max(0, m_format->findData(m_settings.exportFormat())));
    m_quality->setValue(m_settings.exportQuality());
    m_bits->setCurrentIndex(std::max(0, m_bits->findData(m_settings.exportBits())));
    m_folder->setText(m_settings.exportFolder());
    m_name->setText(m_settings.nameTemplate());
    m_existing->setCurrentIndex(m_existing->findData(int(m_settings.ifExists())));
}

void ExportSection::reload()
{
    { // fields that are filled one after another are no change of the others
        const QSignalBlocker quiet[] = {QSignalBlocker(m_format), QSignalBlocker(m_quality),
                                        QSignalBlocker(m_bits),   QSignalBlocker(m_folder),
                                        QSignalBlocker(m_name),   QSignalBlocker(m_existing)};
        restoreSettings();
    }
    save();
}

void ExportSection::wire()
{
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportSection::save);
    connect(m_quality, &QSpinBox::valueChanged, this, &ExportSection::save);
    connect(m_bits, &QComboBox::currentIndexChanged, this, &ExportSection::save);
    connect(m_folder, &QLineEdit::textChanged, this, &ExportSection::save);
    connect(m_name, &QLineEdit::textChanged, this, &ExportSection::save);
    connect(m_existing, &QComboBox::currentIndexChanged, this, &ExportSection::save);
    connect(m_choose, &QToolButton::clicked, this, &ExportSection::chooseFolder);
    connect(m_export, &QPushButton::clicked, this, &ExportSection::exportRequested);
    connect(m_result, &ResultChip::folderRequested, this, &ExportSection::folderRequested);
    connect(m_progress, &ExportProgress::cancelRequested, this, &ExportSection::cancelRequested);
}

void ExportSection::chooseFolder()
{
    const QString chosen =
        QFileDialog::getExistingDirectory(this, tr("Folder for results"), m_folder->text());
    if (!chosen.isEmpty())
        m_folder->setText(chosen);
}

void ExportSection::save()
{
    m_settings.setExportFormat(m_format->currentData().toString());
    m_settings.setExportQuality(m_quality->value());
    m_settings.setExportBits(m_bits->currentData().toInt());
    m_settings.setExportFolder(m_folder->text().trimmed());
    const auto parsed = app::NameTemplate::parse(m_name->text().toStdString());
    if (parsed)
        m_settings.setNameTemplate(m_name->text());
    m_settings.setIfExists(app::IfExists(m_existing->currentData().toInt()));
    m_nameError = parsed ? QString() : QString::fromStdString(parsed.error().text());
    showName();
    refresh();
    Q_EMIT settingsChanged();
}

void ExportSection::setExportEnabled(bool enabled)
{
    m_isExportEnabled = enabled;
    refresh();
}

void ExportSection::setExportCount(int count)
{
    m_export->setText(count > 1 ? tr("Export %1").arg(count) : tr("Export"));
}

void ExportSection::setExampleName(const QString& name)
{
    m_example = name;
    showName();
}

void ExportSection::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    showName();
}

void ExportSection::showName()
{
    const bool isWrong = !m_nameError.isEmpty();
    m_nameNote->setWordWrap(isWrong);
    m_nameNote->setText(isWrong ? m_nameError
                                : fontMetrics().elidedText(m_example, Qt::ElideMiddle, m_name->width()));
    m_nameNote->setToolTip(isWrong ? QString() : m_example);
    m_nameNote->setVisible(isWrong || !m_example.isEmpty());
    if (m_nameNote->property("isQuiet").toBool() == isWrong) {
        m_nameNote->setProperty("isQuiet", !isWrong);
        m_nameNote->style()->polish(m_nameNote);
    }
}

void ExportSection::setPreviewSeconds(double seconds)
{
    m_progress->setPreviewSeconds(seconds);
}

void ExportSection::follow(app::JobQueue& queue)
{
    m_queue = &queue;
    m_progress->follow(queue);
    connect(&queue.runner(), &app::JobRunner::changed, this, &ExportSection::refresh);
    connect(&queue.runner(), &app::JobRunner::finished, this, [this](std::int64_t id) {
        if (const app::Job* job = m_queue->jobs().find(id); job && job->state == app::JobState::Done)
            m_result->setFile(job->output, job->seconds);
    });
    refresh();
}

void ExportSection::refresh()
{
    const bool isRunning = m_queue && m_queue->runner().current();
    m_export->setEnabled(m_isExportEnabled && m_nameError.isEmpty());
    const auto format = image::formatFromName(m_format->currentData().toString().toStdString());
    m_quality->setEnabled(!format || image::hasQuality(*format)); // or as the photo
    if (isRunning)
        m_costs->setCurrentWidget(m_progress);
    else if (m_costs->count() > 1)
        m_costs->setCurrentIndex(0);
}

} // namespace enlarger::ui
