// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/read_provenance.h"

#include "core/image/metadata/metadata_values.h"
#include "core/image/photo/provenance.h"

namespace enlarger::image {

std::optional<Provenance> readProvenance(const Metadata& metadata)
{
    if (!isEnlarged(metadata))
        return {};
    const MetadataValues values(metadata);
    const auto text = [&values](const char* name) {
        return values.text((std::string("Xmp.") + provenancePrefix + "." + name).c_str());
    };
    Provenance provenance;
    provenance.modelName = text(modelNameProperty);
    provenance.modelHash = text("ModelHash");
    provenance.scale = text("Scale");
    provenance.precision = text("Precision");
    provenance.strength = text("Strength");
    provenance.colourLock = text("ColourLock");
    provenance.ensemble = text("Ensemble");
    provenance.turn = text("Turn");
    provenance.crop = text("Crop");
    if (provenance.modelName.empty()) // a packet that cannot be read
        return {};
    return provenance;
}

} // namespace enlarger::image
