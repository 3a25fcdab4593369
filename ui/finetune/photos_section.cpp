// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/photos_section.h"

#include "app/files/path_text.h"
#include "ui/finetune/section.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace enlarger::ui {

namespace {

QString adviceText(const app::PhotoCheck& check, const std::filesystem::path& lrFolder)
{
    QStringList sentences{app::summaryOf(*check.report())};
    if (!lrFolder.empty())
        sentences += PhotosSection::tr("Their small pictures are those of %1.").arg(app::toText(lrFolder));
    for (const std::string* sentence :
         {&check.advice().amount, &check.advice().quality, &check.advice().known})
        if (!sentence->empty())
            sentences += app::toText(*sentence);
    return sentences.join(QLatin1Char(' '));
}

} // namespace

PhotosSection::PhotosSection(app::FineTuneSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_photos(quietLabel())
    , m_troubles(quietLabel())
    , m_clear(new QPushButton(tr("Clear")))
{
    auto* addPhotos = new QPushButton(tr("Photos…"));
    auto* addFolder = new QPushButton(tr("Folder…"));
    addPhotos->setAccessibleName(tr("Add photos"));
    addPhotos->setShortcut(QKeySequence::Open); // it opens photos to enlarge in the other workspace
    addFolder->setAccessibleName(tr("Add a folder"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (QPushButton* button : {addPhotos, addFolder, m_clear})
        buttons->addWidget(button);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(headingLabel(tr("Photos")));
    layout->addWidget(m_photos);
    layout->addWidget(m_troubles);
    layout->addLayout(buttons);
    connect(addPhotos, &QPushButton::clicked, this, [this] { addFiles(false); });
    connect(addFolder, &QPushButton::clicked, this, [this] { addFiles(true); });
    connect(m_clear, &QPushButton::clicked, &m_session, &app::FineTuneSession::clearPhotos);
    connect(&m_session, &app::FineTuneSession::changed, this, &PhotosSection::refresh);
    refresh();
}

void PhotosSection::addFiles(bool folders)
{
    QStringList chosen;
    if (folders) {
        const QString folder =
            QFileDialog::getExistingDirectory(this, tr("A folder of photos to learn from"));
        if (!folder.isEmpty())
            chosen = {folder};
    } else {
        chosen = QFileDialog::getOpenFileNames(this, tr("Photos to learn from"));
    }
    std::vector<std::filesystem::path> files;
    for (const QString& name : chosen)
        files.push_back(app::toPath(name));
    m_session.addPhotos(files);
}

void PhotosSection::refresh()
{
    const app::PhotoCheck& check = m_session.check();
    if (m_session.photos().empty())
        m_photos->setText(
            tr("Drop photos or folders here. Thirty sharp ones of the kind that you want to enlarge "
               "are a good beginning."));
    else if (check.isRunning())
        m_photos->setText(
            check.progress().total > 0
                ? tr("Looking at photo %1 of %2").arg(check.progress().done).arg(check.progress().total)
                : tr("Looking for photos"));
    else if (check.error())
        m_photos->setText(app::toText(check.error()->text()));
    else if (check.report())
        m_photos->setText(adviceText(check, m_session.lrFolder()));
    else if (m_session.isPacked())
        m_photos->setText(tr("Packed training data."));
    else if (m_session.isTraining()) // which looks at them itself
        m_photos->setText(m_session.job() && m_session.job()->isRunning() && m_session.job()->photos()
                              ? app::summaryOf(*m_session.job()->photos())
                              : tr("The training looks at the photos."));
    else
        m_photos->clear(); // until they are looked at again
    m_troubles->setText(check.report() ? app::troublesOf(*check.report()).join(QLatin1Char('\n'))
                                       : QString());
    m_troubles->setVisible(!m_troubles->text().isEmpty());
    m_clear->setEnabled(!m_session.photos().empty());
}

} // namespace enlarger::ui
