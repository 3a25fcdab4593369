// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/settings_drawer.h"

#include "app/files/path_text.h"
#include "ui/finetune/field_row.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cstring>

namespace enlarger::ui {

namespace {

struct Prefix
{
    const char* key;
    const char* heading;
};

constexpr Prefix prefixes[] = {
    // The longer ones first, where one begins another.
    {"generator.", QT_TR_NOOP("The network")},
    {"discriminator.", QT_TR_NOOP("Discriminator")},
    {"loss.", QT_TR_NOOP("Losses")},
    {"data.", QT_TR_NOOP("Data")},
    {"optimiser.", QT_TR_NOOP("Optimiser")},
    {"schedule.", QT_TR_NOOP("Schedule")},
    {"run.", QT_TR_NOOP("Run")},
    {"degradation.photo.", QT_TR_NOOP("Degradation: photo")},
    {"degradation.real.first.", QT_TR_NOOP("Degradation: real, first pass")},
    {"degradation.real.second.", QT_TR_NOOP("Degradation: real, second pass")},
    {"degradation.real.", QT_TR_NOOP("Degradation: real, the end")},
};

// Where a field belongs; a prefix that is new here is its own heading.
std::pair<QString, QString> headingAndName(const std::string& key)
{
    for (const Prefix& prefix : prefixes)
        if (key.starts_with(prefix.key))
            return {SettingsDrawer::tr(prefix.heading), app::toText(key.substr(std::strlen(prefix.key)))};
    const std::size_t dot = key.find('.');
    return {app::toText(key.substr(0, dot)), app::toText(key.substr(dot == std::string::npos ? 0 : dot + 1))};
}

QString filterOfFiles()
{
    return SettingsDrawer::tr("Recipes (*.json);;All files (*)");
}

} // namespace

SettingsDrawer::SettingsDrawer(app::FineTuneSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_search(new QLineEdit)
    , m_onlyChanged(new QCheckBox(tr("Changed only")))
    , m_recipe(new QLabel)
    , m_none(new QLabel(tr("No setting is like that.")))
    , m_fields(new QVBoxLayout)
    , m_resetAll(new QPushButton(tr("Reset all")))
{
    setAccessibleName(tr("All settings"));
    m_none->setProperty("isQuiet", true);
    auto* sheet = new QWidget;
    sheet->setLayout(m_fields);
    m_fields->setContentsMargins(16, 4, 10, 14);
    m_fields->setSpacing(4);
    m_fields->addWidget(m_none);
    auto* scroll = new QScrollArea;
    scroll->setWidget(sheet);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // fields keep their width
    scroll->setFrameShape(QFrame::NoFrame);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addLayout(makeHeader());
    layout->addWidget(scroll, 1);
    layout->addLayout(makeFooter());
    setFocusProxy(m_search);
    connect(&m_session, &app::FineTuneSession::changed, this, &SettingsDrawer::refresh);
}

QLayout* SettingsDrawer::makeHeader()
{
    auto* heading = new QLabel(tr("All settings"));
    heading->setProperty("isHeading", true);
    auto* close = new QToolButton;
    close->setText(tr("Close"));
    m_recipe->setProperty("isQuiet", true);
    m_recipe->setWordWrap(true);
    m_search->setPlaceholderText(tr("Search"));
    m_search->setAccessibleName(tr("Search the settings"));
    m_search->setClearButtonEnabled(true);
    m_search->setAcceptDrops(false);
    auto* top = new QHBoxLayout;
    top->addWidget(heading, 1);
    top->addWidget(close);
    auto* find = new QHBoxLayout;
    find->setSpacing(10);
    find->addWidget(m_search, 1);
    find->addWidget(m_onlyChanged);
    auto* header = new QVBoxLayout;
    header->setContentsMargins(16, 8, 16, 0);
    header->setSpacing(6);
    header->addLayout(top);
    header->addWidget(m_recipe);
    header->addLayout(find);
    connect(close, &QToolButton::clicked, this, &SettingsDrawer::closed);
    connect(m_search, &QLineEdit::textChanged, this, &SettingsDrawer::filter);
    connect(m_onlyChanged, &QCheckBox::toggled, this, &SettingsDrawer::filter);
    return header;
}

QLayout* SettingsDrawer::makeFooter()
{
    auto* open = new QPushButton(tr("Open…"));
    open->setAccessibleName(tr("Open a recipe"));
    open->setToolTip(tr("A recipe from a JSON file, as --recipe takes it."));
    auto* save = new QPushButton(tr("Save…"));
    save->setAccessibleName(tr("Save the recipe"));
    save->setToolTip(tr("These settings as a JSON file: enlarger-cli train --recipe takes it."));
    auto* footer = new QHBoxLayout;
    footer->setContentsMargins(16, 0, 16, 4);
    footer->setSpacing(8);
    for (QPushButton* button : {open, save, m_resetAll})
        footer->addWidget(button, 1);
    connect(open, &QPushButton::clicked, this, [this] { openRecipe(m_session, this); });
    connect(save, &QPushButton::clicked, this, &SettingsDrawer::save);
    connect(m_resetAll, &QPushButton::clicked, &m_session, &app::FineTuneSession::resetFields);
    return footer;
}

void SettingsDrawer::makeFields()
{
    for (const train::RecipeField& field : train::fieldsOf(m_session.recipe())) {
        const auto [heading, name] = headingAndName(field.key);
        if (m_groups.empty() || m_groups.back().heading->text() != heading) {
            auto* label = new QLabel(heading);
            label->setProperty("isHeading", true);
            label->setContentsMargins(0, m_groups.empty() ? 0 : 10, 0, 4);
            m_fields->addWidget(label);
            m_groups.push_back({label, {}});
        }
        auto* row = new FieldRow(field, name, [this, key = field.key](const std::string& value) {
            return m_session.setField(key, value);
        });
        connect(row, &FieldRow::resetRequested, this, [this, key = field.key] { m_session.resetField(key); });
        m_fields->addWidget(row);
        m_groups.back().rows.push_back(row);
    }
    m_fields->addStretch(1);
}

void SettingsDrawer::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_groups.empty())
        makeFields();
    refresh();
}

void SettingsDrawer::refresh()
{
    if (!isVisible())
        return;
    const app::RecipeEdit& settings = m_session.settings();
    const std::vector<train::RecipeField> fields = train::fieldsOf(settings.recipe());
    const std::vector<std::string> changed = settings.changed();
    auto field = fields.begin();
    for (const Group& group : m_groups)
        for (FieldRow* row : group.rows) {
            row->show(field->value, std::ranges::find(changed, field->key) != changed.end(),
                      settings.isSettled(field->key));
            ++field;
        }
    const QString title =
        app::toText(settings.named().title.empty() ? settings.named().name : settings.named().title);
    m_recipe->setText(changed.empty() ? title
                                      : tr("%1, %n changed", nullptr, int(changed.size())).arg(title));
    m_resetAll->setEnabled(!changed.empty());
    filter();
}

void SettingsDrawer::filter()
{
    const QStringList words = m_search->text().toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    bool isAny = false;
    for (const Group& group : m_groups) {
        bool isShown = false;
        for (FieldRow* row : group.rows) {
            const bool fits = row->matches(words) && (row->isChanged() || !m_onlyChanged->isChecked());
            row->setVisible(fits);
            isShown |= fits;
        }
        group.heading->setVisible(isShown);
        isAny |= isShown;
    }
    m_none->setText(m_onlyChanged->isChecked() && words.isEmpty() ? tr("Nothing was changed.")
                                                                  : tr("No setting is like that."));
    m_none->setVisible(!isAny);
}

void SettingsDrawer::openRecipe(app::FineTuneSession& session, QWidget* parent)
{
    const QString file =
        QFileDialog::getOpenFileName(parent, tr("A recipe from a file"), {}, filterOfFiles());
    if (!file.isEmpty())
        session.loadRecipe(app::toPath(file));
}

void SettingsDrawer::save()
{
    const QString name = app::toText(m_session.recipe().name) + QStringLiteral("-mine.json");
    const QString file = QFileDialog::getSaveFileName(this, tr("Save the recipe"), name, filterOfFiles());
    if (!file.isEmpty())
        m_session.saveRecipe(app::toPath(file));
}

void SettingsDrawer::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closed();
    else
        QWidget::keyPressEvent(event);
}

} // namespace enlarger::ui
