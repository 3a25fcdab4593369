// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/preferences_dialog.h"

#include "app/files/after_command.h"
#include "app/files/path_text.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

namespace enlarger::ui {

using app::Settings;

PreferencesDialog::PreferencesDialog(Settings& settings, QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Preferences"));

    auto* theme = new QComboBox;
    theme->addItem(tr("Dark"), QVariant::fromValue(Settings::Theme::Dark));
    theme->addItem(tr("Light"), QVariant::fromValue(Settings::Theme::Light));
    theme->addItem(tr("System"), QVariant::fromValue(Settings::Theme::System));
    theme->setCurrentIndex(theme->findData(QVariant::fromValue(settings.theme())));
    connect(theme, &QComboBox::currentIndexChanged, this,
            [&settings, theme] { settings.setTheme(theme->currentData().value<Settings::Theme>()); });

    auto* profile = new QLineEdit(settings.screenProfile());
    profile->setPlaceholderText(tr("The system's, else sRGB"));
    profile->setToolTip(
        tr("An ICC profile that was measured for this screen. Set one where the system does not "
           "know it: photos are shown in its colours, files are never changed by it."));
    connect(profile, &QLineEdit::editingFinished, this,
            [&settings, profile] { settings.setScreenProfile(profile->text().trimmed()); });
    auto* choose = new QPushButton(tr("Choose..."));
    choose->setAutoDefault(false); // Enter in a field does not press it
    connect(choose, &QPushButton::clicked, this, [this, &settings, profile] {
        const QString file =
            QFileDialog::getOpenFileName(this, tr("The screen's ICC profile"), profile->text(),
                                         tr("ICC profiles (*.icc *.icm);;All files (*)"));
        if (file.isEmpty())
            return;
        profile->setText(file);
        settings.setScreenProfile(file);
    });
    auto* profileRow = new QHBoxLayout;
    profileRow->setSpacing(6);
    profileRow->addWidget(profile, 1);
    profileRow->addWidget(choose);

    auto* cache = new QSpinBox;
    cache->setRange(64, 65536);
    cache->setSingleStep(64);
    cache->setSuffix(tr(" MB"));
    cache->setValue(settings.cacheMegabytes());
    cache->setToolTip(
        tr("How much memory enlarged tiles may take, so that showing them again costs nothing."));
    connect(cache, &QSpinBox::valueChanged, this,
            [&settings](int value) { settings.setCacheMegabytes(value); });

    auto* after = new QLineEdit(settings.afterCommand());
    auto* afterProblem = new QLabel;
    after->setPlaceholderText(tr("None"));
    after->setToolTip(
        tr("A program that is run on each photo that was exported. {input} is the photo's file, "
           "{output} the result's: exiftool -overwrite_original -TagsFromFile {input} {output}. It is not "
           "run by "
           "a shell."));
    afterProblem->setWordWrap(true);
    afterProblem->hide();
    connect(after, &QLineEdit::textChanged, this, [&settings, after, afterProblem] {
        const QString words = after->text().trimmed();
        const auto command = app::AfterCommand::parse(words);
        const bool isWrong = !words.isEmpty() && !command;
        afterProblem->setText(isWrong ? app::toText(command.error().text()) : QString());
        afterProblem->setVisible(isWrong);
        if (!isWrong)
            settings.setAfterCommand(words);
    });

    auto* form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
    form->setVerticalSpacing(8);
    form->addRow(tr("&Appearance"), theme);
    auto* profileLabel = new QLabel(tr("&Screen profile"));
    profileLabel->setBuddy(profile);
    form->addRow(profileLabel, profileRow);
    form->addRow(tr("Preview &cache"), cache);
    form->addRow(tr("After each e&xport, run"), after);
    form->addRow(QString(), afterProblem);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::accept);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(16);
    layout->addLayout(form);
    layout->addStretch();
    layout->addWidget(buttons);
    resize(460, sizeHint().height());
}

} // namespace enlarger::ui
