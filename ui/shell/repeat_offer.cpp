// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/repeat_offer.h"

#include "app/files/path_text.h"
#include "app/presets/provenance_preset.h"
#include "app/session/background.h"
#include "app/session/preset_choice.h"
#include "core/image/photo/provenance.h"
#include "core/image/read/read_provenance.h"
#include "ui/shell/message_bar.h"

#include <utility>

namespace enlarger::ui {

namespace {

constexpr const char* wasOffered = "repeatOffered"; // property of a document: once is enough

}

RepeatOffer::RepeatOffer(app::Settings& settings, app::EnlargeSession& session, MessageBar& messages,
                         QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_session(session)
    , m_messages(messages)
{}

void RepeatOffer::setDocument(app::Document* document)
{
    if (document == m_document)
        return;
    // Nobody had the time to answer: it is for the next time that the photo is shown.
    const bool isUnanswered =
        !m_offer.isEmpty() && !m_messages.isHidden() && m_messages.text() == std::exchange(m_offer, {});
    if (isUnanswered)
        m_messages.hide();
    if (m_document) {
        m_document->disconnect(this);
        if (isUnanswered)
            m_document->setProperty(wasOffered, false);
    }
    m_document = document;
    if (!document || document->property(wasOffered).toBool())
        return;
    connect(document, &app::Document::infoChanged, this, &RepeatOffer::look);
    look();
}

void RepeatOffer::look()
{
    if (!m_document->hasInfo() || m_document->property(wasOffered).toBool())
        return;
    const image::Metadata& metadata = m_document->info().metadata;
    if (!image::isEnlarged(metadata))
        return;
    app::runInBackground(
        app::readingPool(), this, app::TaskPriority::Normal,
        [metadata] { return image::readProvenance(metadata); },
        [this, of = m_document](const std::optional<image::Provenance>& provenance) {
            if (!provenance || !of || of != m_document || of->property(wasOffered).toBool())
                return;
            of->setProperty(wasOffered, true);
            app::Preset preset = app::presetOf(*provenance);
            if (!preset.strength) // an end of the strength is the model as it is
                preset.strength = m_session.ownStrengthOf(app::toText(*preset.model));
            const auto repeat = [this, preset] {
                m_offer.clear();
                const QString problem = app::choosePreset(preset, m_settings, m_session);
                if (!problem.isEmpty())
                    m_messages.showProblems({problem});
                Q_EMIT settingsChanged();
            };
            m_offer = tr("%1 was made by %2.").arg(of->name(), app::toText(presetSummary(preset)));
            m_messages.showInfo(m_offer, {tr("Repeat these settings"), repeat});
        });
}

} // namespace enlarger::ui
