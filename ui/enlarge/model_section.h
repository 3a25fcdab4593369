// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/enlarge_session.h"
#include "app/session/region_service.h"

#include <QWidget>

class QComboBox;
class QLabel;

namespace enlarger::ui {

class ModelPreview;

/// The model: its name, what it does to a sample, and one plain sentence.
class ModelSection : public QWidget
{
    Q_OBJECT

public:
    ModelSection(app::EnlargeSession& session, app::ModelCatalog& catalog, app::RegionService& service,
                 QWidget* parent = nullptr);

    /// The picture that previews are made of; nothing: no previews.
    void setSample(std::shared_ptr<const image::PackedPicture> sample);

private:
    void refresh();

    app::EnlargeSession& m_session;
    app::ModelCatalog& m_catalog;
    QComboBox* m_choice;
    ModelPreview* m_preview;
    QLabel* m_sentence;
};

} // namespace enlarger::ui
