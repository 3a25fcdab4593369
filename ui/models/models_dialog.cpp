// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/models_dialog.h"

#include "app/files/path_text.h"
#include "app/session/mime_content.h"
#include "core/cards/card.h"
#include "ui/models/mix_dialog.h"
#include "ui/models/model_view.h"
#include "ui/models/offer_row.h"

#include <QDialogButtonBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace enlarger::ui {

namespace {

QLabel* label(const QString& text, const char* property)
{
    auto* made = new QLabel(text);
    made->setWordWrap(true);
    made->setProperty(property, true);
    return made;
}

} // namespace

ModelsDialog::ModelsDialog(app::EnlargeSession& session, app::ModelCatalog& catalog,
                           app::ModelLibrary& library, app::RegionService& service, QWidget* parent)
    : QDialog(parent)
    , m_session(session)
    , m_catalog(catalog)
    , m_library(library)
    , m_list(new ModelList(session, catalog, service))
    , m_view(new ModelView)
    , m_message(label({}, "isQuiet"))
{
    m_message->setTextFormat(Qt::PlainText); // some of it is a server's, or a card's
    setWindowTitle(tr("Models"));
    setAcceptDrops(true);
    setAttribute(Qt::WA_DeleteOnClose);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(0);
    columns->addWidget(makeLeft());
    columns->addWidget(makeRight(), 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(16, 0, 16, 12);
    foot->addWidget(m_message, 1);
    foot->addWidget(buttons);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addLayout(columns, 1);
    layout->addLayout(foot);
    resize(QSize(920, 680).boundedTo(parent->screen()->availableSize() * 0.8));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    for (auto* button : findChildren<QPushButton*>())
        button->setAutoDefault(false); // Enter uses the chosen model
    wire();
    showCurrent();
}

QWidget* ModelsDialog::makeLeft()
{
    auto* add = new QPushButton(tr("Add a file…"));
    add->setToolTip(
        tr("A network from elsewhere: .pth, .safetensors, or an ncnn pair. It can be dropped here, too."));
    connect(add, &QPushButton::clicked, this, &ModelsDialog::addFile);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(16, 12, 8, 0);
    auto* heading = new QVBoxLayout;
    heading->setSpacing(0);
    heading->addWidget(label(tr("On this computer"), "isHeading"));
    heading->addWidget(label(tr("Left bicubic, right the model"), "isQuiet"));
    top->addLayout(heading, 1);
    top->addWidget(add, 0, Qt::AlignTop);
    auto* rows = new QWidget;
    auto* offers = new QVBoxLayout(rows);
    offers->setContentsMargins(16, 0, 8, 4);
    offers->setSpacing(10);
    for (const app::Offer& offer : m_library.offers()) {
        auto* row = new OfferRow(offer);
        connect(row, &OfferRow::fetchRequested, &m_library, &app::ModelLibrary::fetch);
        connect(row, &OfferRow::cancelRequested, &m_library, &app::ModelLibrary::cancelFetch);
        offers->addWidget(row);
        m_offers[offer.entry.name] = row;
    }
    offers->addStretch(1);
    auto* published = new QScrollArea;
    published->setWidgetResizable(true);
    published->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    published->setWidget(rows);
    auto* from = label(tr("Published networks"), "isHeading");
    from->setContentsMargins(16, 4, 8, 0);
    auto* left = new QWidget;
    left->setFixedWidth(360);
    auto* layout = new QVBoxLayout(left);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addLayout(top);
    layout->addWidget(m_list, 3);
    layout->addWidget(from);
    layout->addWidget(published, 2);
    return left;
}

QPushButton* ModelsDialog::makeButton(const QString& text, const QString& tip, void (ModelsDialog::*act)())
{
    auto* button = new QPushButton(text);
    button->setToolTip(tip);
    connect(button, &QPushButton::clicked, this, act);
    return button;
}

QWidget* ModelsDialog::makeRight()
{
    m_use = makeButton(tr("Use it"), tr("Enlarges with this model."), &ModelsDialog::use);
    m_measure = makeButton(tr("Measure speed"), tr("Runs it for a moment, to know how long photos take."),
                           &ModelsDialog::measure);
    m_rename = makeButton(tr("Rename…"), {}, &ModelsDialog::rename);
    m_mix = makeButton(tr("Mix…"), {}, &ModelsDialog::mix);
    m_export =
        makeButton(tr("Export…"), tr("As a file that other programs read."), &ModelsDialog::exportModel);
    m_remove = makeButton(tr("Remove…"), {}, &ModelsDialog::remove);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(16, 0, 16, 0);
    for (QPushButton* button : {m_use, m_measure, m_rename, m_mix, m_export, m_remove})
        buttons->addWidget(button);
    buttons->addStretch();
    auto* right = new QWidget;
    auto* layout = new QVBoxLayout(right);
    layout->setContentsMargins({});
    layout->addWidget(m_view, 1);
    layout->addLayout(buttons);
    return right;
}

void ModelsDialog::wire()
{
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &ModelsDialog::showCurrent);
    connect(m_list, &QListView::doubleClicked, this, &ModelsDialog::use);
    connect(&m_session, &app::EnlargeSession::changed, this, &ModelsDialog::showChoices);
    connect(&m_library, &app::ModelLibrary::renamed, m_list, &ModelList::followRenaming);
    connect(&m_library, &app::ModelLibrary::offersChanged, this, &ModelsDialog::showOffers);
    connect(&m_library, &app::ModelLibrary::told, this, &ModelsDialog::say);
    connect(&m_library, &app::ModelLibrary::problemFound, this, &ModelsDialog::say);
    connect(&m_library, &app::ModelLibrary::measured, m_list, &ModelList::askForSpeeds);
    connect(&m_library, &app::ModelLibrary::measured, this, &ModelsDialog::showChoices);
    connect(m_list->model(), &QAbstractItemModel::dataChanged, this, &ModelsDialog::showFacts);
    connect(&m_catalog, &app::ModelCatalog::problemFound, this, &ModelsDialog::say);
    connect(&m_catalog, &app::ModelCatalog::imported, this,
            [this](const QString& name, const QStringList& notes) {
                QString sentences = tr("%1 was added, and is in use.").arg(name);
                for (const QString& note : notes)
                    sentences += QLatin1Char(' ') + note + QLatin1Char('.');
                say(sentences);
            });
}

const models::StoredModel* ModelsDialog::current() const
{
    return m_catalog.find(m_list->current());
}

void ModelsDialog::say(const QString& sentences)
{
    m_message->setText(sentences);
}

void ModelsDialog::showOffers()
{
    const QWidget* const pressed = focusWidget();
    for (const app::Offer& offer : m_library.offers())
        m_offers[offer.entry.name]->setOffer(offer);
    if (pressed && !pressed->isVisible() && isVisible()) // and not the next one
        m_list->setFocus();
}

void ModelsDialog::showCurrent()
{
    m_view->setModel(current());
    showFacts();
    showChoices();
}

// As its card has them, which learns from a file how fast it is.
void ModelsDialog::showFacts()
{
    m_view->setFacts(m_list->currentIndex().data(ModelList::FactsRole).toString());
}

// What can be done to the model. A button that can no longer be pressed gives the focus back to the list:
// else the next one would have it, and the key.
void ModelsDialog::showChoices()
{
    const models::StoredModel* model = current();
    const auto keepFocus = [this, pressed = qobject_cast<QPushButton*>(focusWidget())] {
        if (pressed && !pressed->isEnabled())
            m_list->setFocus();
    };
    for (QPushButton* button : {m_use, m_measure, m_rename, m_mix, m_export, m_remove})
        button->setEnabled(model);
    if (!model)
        return keepFocus();
    const QString name = app::toText(model->card.name);
    m_use->setEnabled(name != m_session.model());
    m_use->setText(m_use->isEnabled() ? tr("Use it") : tr("In use"));
    m_measure->setEnabled(m_session.networkOf(name) && !m_library.isMeasuring(name));
    m_measure->setText(m_library.isMeasuring(name) ? tr("Measuring…") : tr("Measure speed"));
    const QString fixed = m_library.fixedReason(*model);
    m_rename->setEnabled(fixed.isEmpty());
    m_rename->setToolTip(fixed);
    m_remove->setEnabled(fixed.isEmpty());
    m_remove->setToolTip(fixed);
    m_mix->setEnabled(!m_library.relativesOf(*model).empty());
    m_mix->setToolTip(m_mix->isEnabled() ? tr("Makes a third model that lies between this one and another.")
                                         : tr("There is no other model of the same shape and origin."));
    keepFocus();
}

void ModelsDialog::showEvent(QShowEvent* event)
{
    QDialog::showEvent(event);
    if (!event->spontaneous())
        m_list->setFocus();
}

void ModelsDialog::keyPressEvent(QKeyEvent* event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && focusWidget() == m_list)
        use();
    else
        QDialog::keyPressEvent(event);
}

void ModelsDialog::use()
{
    if (current())
        m_session.setModel(m_list->current());
}

void ModelsDialog::measure()
{
    if (const auto network = m_session.networkOf(m_list->current())) {
        m_library.measure(*network);
        showChoices();
    }
}

void ModelsDialog::rename()
{
    const QString name = m_list->current();
    const QString newName =
        QInputDialog::getText(this, tr("Rename a model"), tr("Name"), QLineEdit::Normal, name).trimmed();
    if (newName.isEmpty() || newName == name)
        return;
    if (!cards::isModelName(newName.toStdString()))
        return say(MixDialog::nameRule());
    m_library.rename(name, newName);
}

void ModelsDialog::mix()
{
    const models::StoredModel* model = current();
    if (!model)
        return;
    const QString name = m_list->current();
    MixDialog dialog(*model, m_library.relativesOf(*model), this);
    if (dialog.exec() == QDialog::Accepted)
        m_library.mix(name, dialog.other(), dialog.strength(), dialog.name());
}

void ModelsDialog::exportModel()
{
    const QString name = m_list->current();
    const QStringList kinds{tr("safetensors (*.safetensors)"), tr("PyTorch (*.pth)"), tr("ncnn (*.param)")};
    constexpr std::array extensions{".safetensors", ".pth", ".param"};
    QString kind = kinds.front();
    const QString file = QFileDialog::getSaveFileName(this, tr("Export a model"), name + extensions.front(),
                                                      kinds.join(QStringLiteral(";;")), &kind);
    if (file.isEmpty())
        return;
    std::filesystem::path path = app::toPath(file);
    const std::filesystem::path chosen = path;
    path.replace_extension(extensions[std::size_t(std::max<qsizetype>(0, kinds.indexOf(kind)))]);
    // The dialog has asked about the file that was chosen, and about no other.
    const bool isPair = path.extension() == extensions.back();
    m_library.exportTo(name, path,
                       {.format = models::exportFormatOf(path), .replace = path == chosen && !isPair});
}

void ModelsDialog::remove()
{
    const models::StoredModel* model = current();
    if (!model)
        return;
    const QString name = m_list->current();
    QString sentences = tr("The model %1 is removed for good.").arg(app::titleOf(*model));
    if (const QStringList lonely = m_library.lonelyWithout(name); !lonely.isEmpty())
        sentences += QLatin1Char('\n') +
                     tr("Strength can no longer be set for: %1.").arg(lonely.join(QStringLiteral(", ")));
    if (const int waiting = m_waiting ? m_waiting(name) : 0; waiting > 0)
        sentences +=
            QLatin1Char('\n') + tr("Photos in the queue that wait for it: %1. They will fail.").arg(waiting);
    QMessageBox question(QMessageBox::Question, tr("Remove a model"), sentences, QMessageBox::NoButton, this);
    question.setTextFormat(Qt::PlainText);
    const auto* yes = question.addButton(tr("Remove"), QMessageBox::DestructiveRole);
    question.setDefaultButton(question.addButton(QMessageBox::Cancel));
    question.exec();
    if (question.clickedButton() == yes)
        m_library.remove(name);
}

void ModelsDialog::addFile()
{
    const QStringList files = QFileDialog::getOpenFileNames(
        this, tr("Add models"), {}, tr("Models (*.pth *.pt *.ckpt *.safetensors *.param *.bin)"));
    for (const QString& file : files)
        m_catalog.import(app::toPath(file));
}

void ModelsDialog::dragEnterEvent(QDragEnterEvent* event)
{
    const auto files = app::readMimeContent(*event->mimeData()).files;
    if (std::ranges::any_of(files, &app::ModelCatalog::isModelFile)) {
        event->setDropAction(Qt::CopyAction);
        event->accept();
    }
}

void ModelsDialog::dropEvent(QDropEvent* event)
{
    for (const std::filesystem::path& file : app::readMimeContent(*event->mimeData()).files)
        if (app::ModelCatalog::isModelFile(file))
            m_catalog.import(file);
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

} // namespace enlarger::ui
