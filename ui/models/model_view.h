// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_store.h"

#include <QScrollArea>

class QFormLayout;
class QLabel;

namespace enlarger::ui {

/// A model's card in full.
class ModelView : public QScrollArea
{
    Q_OBJECT

public:
    explicit ModelView(QWidget* parent = nullptr);

    void setModel(const models::StoredModel* model); // null: nothing
    void setFacts(const QString& facts);

private:
    QLabel* m_title;
    QLabel* m_facts;
    QLabel* m_description;
    QFormLayout* m_details;
};

} // namespace enlarger::ui
