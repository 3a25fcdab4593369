// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_store.h"

#include <QList>
#include <QString>

namespace enlarger::app {

struct ModelDetail
{
    QString label; // "Trained on"
    QString text;
};

/// What a person may want to know of a model beside its title and its sentence, in the order in which it
/// matters; what its card does not say is left out.
QList<ModelDetail> detailsOf(const models::StoredModel& model);

} // namespace enlarger::app
