// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/model_list.h"

#include "app/session/background.h"
#include "app/session/model_facts.h"
#include "ui/enlarge/model_card_painter.h"

#include <QApplication>
#include <QKeyEvent>
#include <QRegularExpression>
#include <QStandardItemModel>

namespace enlarger::ui {

ModelList::ModelList(app::EnlargeSession& session, app::ModelCatalog& catalog, app::RegionService& service,
                     QWidget* parent)
    : QListView(parent)
    , m_session(session)
    , m_catalog(catalog)
    , m_crops(session, service)
    , m_cards(new QStandardItemModel(this))
{
    setModel(m_cards);
    setItemDelegate(new ModelCardPainter(this));
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // cards keep their width
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setMouseTracking(true);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Models"));
    viewport()->setAutoFillBackground(false);
    connect(&m_crops, &ModelCrops::changed, this, &ModelList::showCrop);
    connect(&m_catalog, &app::ModelCatalog::loaded, this, [this] {
        if (!isVisible())
            return;
        const bool isRenamed = current() == m_renamed.first && m_catalog.find(m_renamed.second);
        const QString known = isRenamed ? m_renamed.second : current();
        fill(m_catalog.find(known) ? known : m_session.model());
        startCrops();
    });
    connect(&m_session, &app::EnlargeSession::layersChanged, this, &ModelList::renewCrops,
            Qt::QueuedConnection); // when the view shows it
}

void ModelList::followRenaming(const QString& name, const QString& newName)
{
    if (name == current())
        m_renamed = {name, newName};
}

QString ModelList::current() const
{
    return currentIndex().data(NameRole).toString();
}

// Letters are shortcuts elsewhere in the window.
bool ModelList::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool isPlain = !(key->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier));
        if (isPlain && !key->text().isEmpty() && key->text().front().isLetterOrNumber()) {
            event->accept();
            return true;
        }
    }
    return QListView::event(event);
}

void ModelList::resizeEvent(QResizeEvent* event)
{
    QListView::resizeEvent(event);
    scheduleDelayedItemsLayout(); // cards are as wide as the list
}

void ModelList::keyboardSearch(const QString& typed)
{
    if (!m_sinceLast.isValid() || m_sinceLast.elapsed() > QApplication::keyboardInputInterval())
        m_typed.clear();
    m_sinceLast.start();
    m_typed += typed;
    const QRegularExpression word(QStringLiteral("\\b") + QRegularExpression::escape(m_typed),
                                  QRegularExpression::CaseInsensitiveOption);
    for (int row = 0; row < m_cards->rowCount(); ++row) {
        const QModelIndex index = m_cards->index(row, 0);
        if (index.data().toString().contains(word))
            return setCurrentIndex(index);
    }
}

void ModelList::showEvent(QShowEvent* event)
{
    QListView::showEvent(event);
    if (event->spontaneous()) // the window comes back
        return;
    fill(m_session.model());
    QMetaObject::invokeMethod(this, &ModelList::startCrops, Qt::QueuedConnection); // it has its width then
}

void ModelList::renewCrops()
{
    if (!isVisible())
        return;
    const auto place = m_placeSource ? m_placeSource(QSize(1, 1)) : std::nullopt;
    if (place && place->picture != m_photo.lock())
        startCrops();
}

void ModelList::startCrops()
{
    if (!isVisible())
        return;
    QStringList names;
    for (int row = 0; row < m_cards->rowCount(); ++row)
        names << m_cards->item(row)->data(NameRole).toString();
    const int listWidth = viewport()->width();
    const QSize crop = ModelCardPainter::cropSize(listWidth);
    const QSize size(std::max(1, crop.width() / ModelCrops::factor),
                     std::max(1, crop.height() / ModelCrops::factor));
    const auto place = m_placeSource ? m_placeSource(size) : std::nullopt;
    if (!place)
        return;
    m_photo = place->picture;
    for (int row = 0; row < m_cards->rowCount(); ++row)
        m_cards->item(row)->setData({}, CropRole); // of another photo
    m_crops.start(*place, names);
    for (const QString& name : std::as_const(names)) // what was made before
        showCrop(name);
}

void ModelList::fill(const QString& chosen)
{
    m_cards->clear();
    for (const models::StoredModel* model : app::inRecommendedOrder(m_catalog)) {
        const QString name = QString::fromStdString(model->card.name);
        auto* card = new QStandardItem(app::titleOf(*model));
        card->setData(name, NameRole);
        card->setData(app::factsOf(*model, {}), FactsRole);
        const bool isStandard = name == m_catalog.defaultName();
        card->setData(isStandard, IsStandardRole);
        const QString description = QString::fromStdString(model->card.description);
        card->setToolTip(isStandard ? tr("%1 Recommended, %2.").arg(description, m_catalog.defaultReason())
                                    : description);
        card->setData(tr("%1, %2").arg(card->text(), card->data(FactsRole).toString()),
                      Qt::AccessibleTextRole);
        m_cards->appendRow(card);
        if (name == chosen)
            setCurrentIndex(card->index());
    }
    scrollTo(currentIndex());
    askForSpeeds();
}

void ModelList::askForSpeeds()
{
    struct Asked
    {
        QString name;
        infer::ModelSelection network;
        int scale;
    };
    std::vector<Asked> all;
    for (const models::StoredModel& model : m_catalog.models())
        if (const auto network = m_session.networkOf(QString::fromStdString(model.card.name)))
            all.push_back({QString::fromStdString(model.card.name), *network, model.card.scale});
    app::runInBackground(
        app::readingPool(), this, app::TaskPriority::Normal,
        [all] {
            QMap<QString, double> seconds;
            for (const Asked& asked : all)
                if (const auto known = app::secondsPerMegapixel(asked.network, asked.scale))
                    seconds[asked.name] = *known;
            return seconds;
        },
        [this](const QMap<QString, double>& seconds) { showFacts(seconds); });
}

void ModelList::showFacts(const QMap<QString, double>& seconds)
{
    for (int row = 0; row < m_cards->rowCount(); ++row) {
        QStandardItem& card = *m_cards->item(row);
        const QString name = card.data(NameRole).toString();
        if (const auto* model = m_catalog.find(name); model && seconds.contains(name))
            card.setData(app::factsOf(*model, seconds[name]), FactsRole);
        card.setData(tr("%1, %2").arg(card.text(), card.data(FactsRole).toString()), Qt::AccessibleTextRole);
    }
}

// Of all cards where it is the bicubic one, which they share.
void ModelList::showCrop(const QString& model)
{
    for (int row = 0; row < m_cards->rowCount(); ++row) {
        QStandardItem& card = *m_cards->item(row);
        if (model.isEmpty())
            card.setData(m_crops.bicubic(), BicubicRole);
        else if (card.data(NameRole).toString() == model)
            card.setData(m_crops.of(model), CropRole);
    }
}

void ModelList::hideEvent(QHideEvent* event)
{
    QListView::hideEvent(event);
    m_crops.stop();
}

} // namespace enlarger::ui
