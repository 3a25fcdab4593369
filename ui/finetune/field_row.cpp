// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/field_row.h"

#include "app/files/path_text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>

namespace enlarger::ui {

namespace {

constexpr int editorWidth = 118; // pixels: they stand below one another

QLabel* smallLabel()
{
    auto* label = new QLabel;
    label->setWordWrap(true);
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * 0.92);
    label->setFont(font);
    return label;
}

} // namespace

FieldRow::FieldRow(const train::RecipeField& field, const QString& name, Setter setter, QWidget* parent)
    : QWidget(parent)
    , m_key(field.key)
    , m_setter(std::move(setter))
    , m_name(new QLabel)
    , m_reset(new QToolButton)
    , m_problem(smallLabel())
    , m_plainName(name)
{
    const QString key = app::toText(field.key);
    QString purpose = app::toText(field.description);
    m_searched = (key + QLatin1Char(' ') + purpose + QLatin1Char(' ') + app::toText(field.range)).toLower();
    if (!purpose.isEmpty())
        purpose[0] = purpose[0].toUpper();
    if (field.words.empty() && field.range != "a text")
        purpose += QStringLiteral(" (%1)").arg(app::toText(field.range));
    auto* help = smallLabel();
    help->setProperty("isQuiet", true);
    help->setText(purpose + QLatin1Char('.'));
    m_problem->hide();
    QWidget* editor = makeEditor(field);
    editor->setFixedWidth(editorWidth);
    editor->setAccessibleName(key);
    editor->setToolTip(key);
    m_name->setBuddy(editor);
    m_name->setToolTip(key);
    m_name->setMinimumWidth(0);
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_reset->setText(QStringLiteral("↺"));
    m_reset->setToolTip(tr("Back to the recipe's own value"));
    m_reset->setAccessibleName(tr("Reset %1").arg(key));
    QSizePolicy keepsItsPlace = m_reset->sizePolicy();
    keepsItsPlace.setRetainSizeWhenHidden(true);
    m_reset->setSizePolicy(keepsItsPlace);
    m_reset->hide();
    connect(m_reset, &QToolButton::clicked, this, &FieldRow::resetRequested);

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 6);
    grid->setHorizontalSpacing(6);
    grid->setVerticalSpacing(1);
    grid->setColumnStretch(0, 1);
    grid->addWidget(m_name, 0, 0);
    grid->addWidget(m_reset, 0, 1);
    grid->addWidget(editor, 0, 2);
    grid->addWidget(m_problem, 1, 0, 1, 3);
    grid->addWidget(help, 2, 0, 1, 3);
}

QWidget* FieldRow::makeEditor(const train::RecipeField& field)
{
    if (field.isFlag) {
        m_flag = new QCheckBox;
        connect(m_flag, &QCheckBox::clicked, this,
                [this](bool isOn) { commit(isOn ? QStringLiteral("yes") : QStringLiteral("no")); });
        return m_flag;
    }
    if (!field.words.empty()) {
        m_words = new QComboBox;
        for (const std::string& word : field.words)
            m_words->addItem(app::toText(word));
        connect(m_words, &QComboBox::textActivated, this, &FieldRow::commit);
        return m_words;
    }
    m_text = new QLineEdit;
    m_text->setAcceptDrops(false);
    connect(m_text, &QLineEdit::editingFinished, this, [this] { commit(m_text->text().trimmed()); });
    return m_text;
}

bool FieldRow::matches(const QStringList& words) const
{
    return std::ranges::all_of(words, [&](const QString& word) { return m_searched.contains(word); });
}

void FieldRow::commit(const QString& value)
{
    if (value == m_value)
        return tell({});
    const Status status = m_setter(value.toStdString());
    tell(status ? QString() : app::toText(status.error().text()));
}

void FieldRow::tell(const QString& problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

void FieldRow::show(const std::string& value, bool isChanged, bool isSettled)
{
    const QString text = app::toText(value);
    const bool isOther = text != m_value;
    m_value = text;
    m_isChanged = isChanged;
    QWidget* editor = m_flag ? static_cast<QWidget*>(m_flag)
                             : (m_words ? static_cast<QWidget*>(m_words) : static_cast<QWidget*>(m_text));
    editor->setEnabled(!isSettled);
    const QSignalBlocker quiet(editor);
    if (m_flag)
        m_flag->setChecked(text == QStringLiteral("yes"));
    if (m_words) {
        m_words->setPlaceholderText(isSettled ? tr("the model's") : QString());
        m_words->setCurrentIndex(isSettled ? -1 : m_words->findText(text));
    }
    if (m_text) {
        m_text->setPlaceholderText(isSettled ? tr("the model's") : QString());
        if (isSettled)
            m_text->clear();
        else if (isOther || (m_problem->isHidden() && !m_text->hasFocus())) { // what is typed stays
            m_text->setText(text);
            m_text->setCursorPosition(0);
        }
    }
    if (isOther || isSettled)
        tell({});
    QFont font = m_name->font();
    font.setBold(isChanged);
    m_name->setFont(font);
    m_name->setText(isChanged ? QStringLiteral("● ") + m_plainName : m_plainName);
    m_reset->setVisible(isChanged);
}

} // namespace enlarger::ui
