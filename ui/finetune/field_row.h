// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/recipe/recipe.h"

#include <QWidget>

#include <functional>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace enlarger::ui {

/// A field of the recipe: its name, what it may be and what it is for, whether it was changed, and what the
/// recipe's check says to what was typed.
class FieldRow : public QWidget
{
    Q_OBJECT

public:
    /// Hands a value on; an Error is shown below the field.
    using Setter = std::function<Status(const std::string& value)>;

    /// `name`: the field's in its group.
    FieldRow(const train::RecipeField& field, const QString& name, Setter setter, QWidget* parent = nullptr);

    const std::string& key() const { return m_key; }
    bool isChanged() const { return m_isChanged; }
    /// Whether its name or what it is for contains all words.
    bool matches(const QStringList& words) const;

    /// `isSettled`: by the network that the run begins with; then it has no value to be set.
    void show(const std::string& value, bool isChanged, bool isSettled);

Q_SIGNALS:
    void resetRequested();

private:
    QWidget* makeEditor(const train::RecipeField& field);
    void commit(const QString& value);
    void tell(const QString& problem);

    std::string m_key;
    QString m_searched; // in lower case
    Setter m_setter;
    QLabel* m_name;
    QComboBox* m_words = nullptr; // one of these three
    QCheckBox* m_flag = nullptr;
    QLineEdit* m_text = nullptr;
    QToolButton* m_reset;
    QLabel* m_problem;
    QString m_plainName;
    QString m_value; // that the recipe has
    bool m_isChanged = false;
};

} // namespace enlarger::ui
