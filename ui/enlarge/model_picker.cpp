// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/model_picker.h"

#include "app/session/background.h"
#include "app/session/model_facts.h"
#include "ui/enlarge/model_card_painter.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QRegularExpression>
#include <QStandardItemModel>
#include <QToolButton>
#include <QVBoxLayout>

namespace enlarger::ui {

namespace {

/// Typing finds a card by the beginning of any word of its name, although letters are shortcuts elsewhere in
/// the window.
class CardList : public QListView
{
public:
    using QListView::QListView;

    void keyboardSearch(const QString& typed) override
    {
        if (!m_sinceLast.isValid() || m_sinceLast.elapsed() > QApplication::keyboardInputInterval())
            m_typed.clear();
        m_sinceLast.start();
        m_typed += typed;
        const QRegularExpression word(QStringLiteral("\\b") + QRegularExpression::escape(m_typed),
                                      QRegularExpression::CaseInsensitiveOption);
        for (int row = 0; row < model()->rowCount(); ++row) {
            const QModelIndex index = model()->index(row, 0);
            if (index.data().toString().contains(word))
                return setCurrentIndex(index);
        }
    }

protected:
    bool event(QEvent* event) override
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
    void resizeEvent(QResizeEvent* event) override
    {
        QListView::resizeEvent(event);
        scheduleDelayedItemsLayout(); // cards are as wide as the list
    }

private:
    QString m_typed;
    QElapsedTimer m_sinceLast;
};

} // namespace

ModelPicker::ModelPicker(app::EnlargeSession& session, app::ModelCatalog& catalog,
                         app::RegionService& service, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_catalog(catalog)
    , m_crops(session, service)
    , m_list(new CardList)
    , m_cards(new QStandardItemModel(this))
{
    auto* heading = new QLabel(tr("Choose a model"));
    heading->setProperty("isHeading", true);
    auto* close = new QToolButton;
    close->setText(tr("Close"));
    auto* what = new QLabel(tr("Left bicubic, right the model"));
    what->setProperty("isQuiet", true);
    m_list->setModel(m_cards);
    m_list->setItemDelegate(new ModelCardPainter(m_list));
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // cards keep their width
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setMouseTracking(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setAccessibleName(tr("Models"));
    m_list->viewport()->setAutoFillBackground(false);
    setFocusProxy(m_list);

    auto* top = new QHBoxLayout;
    top->addWidget(heading, 1);
    top->addWidget(close);
    auto* header = new QVBoxLayout;
    header->setContentsMargins(16, 8, 8, 0);
    header->setSpacing(0);
    header->addLayout(top);
    header->addWidget(what);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(header);
    layout->addWidget(m_list, 1);

    connect(close, &QToolButton::clicked, this, &ModelPicker::closed);
    connect(m_list, &QListView::clicked, this, &ModelPicker::choose);
    connect(&m_crops, &ModelCrops::changed, this, &ModelPicker::showCrop);
    connect(&m_catalog, &app::ModelCatalog::loaded, this, [this] {
        if (!isVisible())
            return;
        fill();
        startCrops();
    });
}

void ModelPicker::showEvent(QShowEvent*)
{
    fill();
    QMetaObject::invokeMethod(this, &ModelPicker::startCrops, Qt::QueuedConnection); // it has its width then
}

void ModelPicker::startCrops()
{
    if (!isVisible())
        return;
    QStringList names;
    for (int row = 0; row < m_cards->rowCount(); ++row)
        names << m_cards->item(row)->data(NameRole).toString();
    const int listWidth = m_list->viewport()->width();
    const QSize crop = ModelCardPainter::cropSize(listWidth);
    const QSize size(std::max(1, crop.width() / ModelCrops::factor),
                     std::max(1, crop.height() / ModelCrops::factor));
    const auto place = m_placeSource ? m_placeSource(size) : std::nullopt;
    if (!place)
        return;
    m_crops.start(*place, names);
    for (const QString& name : std::as_const(names)) // what was made before
        showCrop(name);
}

void ModelPicker::fill()
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
        if (name == m_session.model())
            m_list->setCurrentIndex(card->index());
    }
    m_list->scrollTo(m_list->currentIndex());
    askForSpeeds();
}

void ModelPicker::askForSpeeds()
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

void ModelPicker::showFacts(const QMap<QString, double>& seconds)
{
    for (int row = 0; row < m_cards->rowCount(); ++row) {
        QStandardItem& card = *m_cards->item(row);
        const QString name = card.data(NameRole).toString();
        if (const auto* model = m_catalog.find(name); model && seconds.contains(name))
            card.setData(app::factsOf(*model, seconds[name]), FactsRole);
    }
}

// Of all cards where it is the bicubic one, which they share.
void ModelPicker::showCrop(const QString& model)
{
    for (int row = 0; row < m_cards->rowCount(); ++row) {
        QStandardItem& card = *m_cards->item(row);
        if (model.isEmpty())
            card.setData(m_crops.bicubic(), BicubicRole);
        else if (card.data(NameRole).toString() == model)
            card.setData(m_crops.of(model), CropRole);
    }
}

void ModelPicker::choose(const QModelIndex& index)
{
    if (!index.isValid())
        return;
    Q_EMIT chosen(index.data(NameRole).toString());
    Q_EMIT closed();
}

void ModelPicker::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        choose(m_list->currentIndex());
    else if (event->key() == Qt::Key_Escape)
        Q_EMIT closed();
    else
        QWidget::keyPressEvent(event);
}

void ModelPicker::hideEvent(QHideEvent*)
{
    m_crops.stop();
}

} // namespace enlarger::ui
