// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/plan_section.h"

#include "app/files/number_text.h"

#include <QLabel>
#include <QVBoxLayout>

namespace enlarger::ui {

PlanSection::PlanSection(app::EnlargeSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_figures(new QLabel)
    , m_notes(new QLabel)
{
    m_figures->setToolTip(tr("Estimated before anything starts. The time follows from earlier runs of this "
                             "model on this device."));
    m_figures->setWordWrap(true);
    m_notes->setWordWrap(true);
    m_notes->setProperty("isQuiet", true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(4);
    layout->addWidget(m_figures);
    layout->addWidget(m_notes);
    connect(&m_session, &app::EnlargeSession::planChanged, this, &PlanSection::refresh);
    connect(&m_session, &app::EnlargeSession::changed, this, &PlanSection::refresh);
    refresh();
}

void PlanSection::refresh()
{
    const auto& plan = m_session.plan();
    const auto text = [](const std::string& words) { return QString::fromStdString(words); };
    if (plan) {
        QStringList lines;
        lines << tr("%1 megapixels, file about %2")
                     .arg(double(plan->width) * plan->height / 1e6, 0, 'f', 1)
                     .arg(text(app::bytesText(plan->fileSize)));
        QString work = plan->seconds >= 0.0 ? tr("About %1").arg(text(app::durationText(plan->seconds)))
                                            : tr("Time not known yet");
        lines << work + tr(", %1 of memory").arg(text(app::bytesText(plan->memory)));
        m_figures->setText(lines.join(QLatin1Char('\n')));
        QStringList notes;
        for (const std::string& note : plan->notes)
            notes << text(note);
        m_notes->setText(notes.join(QLatin1Char('\n')));
    } else {
        m_figures->setText(m_session.planError()              ? text(m_session.planError()->text())
                           : m_session.outputSize().isEmpty() ? QString()
                                                              : tr("Estimating"));
        m_notes->clear();
    }
    m_notes->setVisible(!m_notes->text().isEmpty());
}

} // namespace enlarger::ui
