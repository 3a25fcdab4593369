// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/select.h"

#include "core/infer/engine/resolved_precision.h"
#include "core/models/interpolation.h"
#include "core/weights/weights.h"

namespace enlarger::models {

namespace {

infer::NetworkFile fileOf(const StoredModel& model)
{
    return {model.file, model.sha256};
}

} // namespace

Result<infer::ModelSelection> select(const std::vector<StoredModel>& models, const StoredModel& model,
                                     std::optional<double> strength, const device::Device& device,
                                     device::Precision precision)
{
    infer::ModelSelection selection;
    selection.modelName = model.card.name;
    selection.network = fileOf(model);
    selection.device = device;
    selection.precision = infer::resolvedPrecision(precision, device, model.card.architecture);
    if (!strength)
        return selection;
    if (Status checked = weights::checkStrength(*strength); !checked)
        return std::move(checked).error();
    const StoredModel* partner = partnerOf(models, model);
    if (!partner)
        return Error{ErrorKind::BadInput,
                     "the model '" + model.card.name + "' has no partner that a strength could mix it with",
                     {},
                     "Strength mixes a faithful and a crisp network of one ancestry; leave it out, or mix "
                     "two networks with 'enlarger-cli models interpolate'"};
    const bool isCrispEnd = isCrisp(model.card);
    selection.network = fileOf(isCrispEnd ? *partner : model);
    selection.crisp = fileOf(isCrispEnd ? model : *partner);
    selection.strength = *strength;
    return selection;
}

Result<infer::ModelSelection> select(const ModelStore& store, const StoredModel& model,
                                     std::optional<double> strength, const device::Device& device,
                                     device::Precision precision)
{
    const std::vector<StoredModel> models = strength ? store.list() : std::vector<StoredModel>();
    return select(models, model, strength, device, precision);
}

} // namespace enlarger::models
