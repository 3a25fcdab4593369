// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/plan_section.h"

#include "app/files/number_text.h"
#include "ui/enlarge/form_grid.h"

#include <QLabel>

#include <algorithm>

namespace enlarger::ui {

namespace {

QString megapixels(double width, double height)
{
    return PlanSection::tr("%1 megapixels").arg(width * height / 1e6, 0, 'f', 1);
}

QString toText(const std::string& words)
{
    return QString::fromStdString(words);
}

} // namespace

PlanSection::PlanSection(app::EnlargeSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_figures(new QLabel)
    , m_notes(new QLabel)
{
    m_figures->setToolTip(
        tr("The size of the file, the time and the memory are estimated before anything starts. The time "
           "follows from earlier runs of this "
           "model on this device; memory is what comes to what the program holds already."));
    m_figures->setWordWrap(true);
    m_figures->setAlignment(Qt::AlignTop);
    m_figures->setMinimumHeight(3 * fontMetrics().lineSpacing()); // nothing moves when figures come
    m_notes->setWordWrap(true);
    m_notes->setProperty("isQuiet", true);
    m_notes->setAlignment(Qt::AlignTop);
    m_notes->setMinimumHeight(fontMetrics().lineSpacing());
    auto* form = new FormGrid(this);
    form->setVerticalSpacing(0);
    form->alignTop(form->addField(tr("Estimate"), m_figures));
    form->addBelow(m_notes);
    connect(&m_session, &app::EnlargeSession::planChanged, this, &PlanSection::refresh);
    connect(&m_session, &app::EnlargeSession::changed, this, &PlanSection::refresh);
    refresh();
}

void PlanSection::setPreviewSeconds(double seconds)
{
    if (seconds == m_previewSeconds)
        return;
    m_previewSeconds = seconds;
    refresh();
}

QString PlanSection::timeText(double seconds) const
{
    if (seconds < 0.0)
        return m_session.isPlanWaiting() ? tr("Waiting for the preview")
               : m_session.plan()        ? tr("Time not known yet")
                                         : tr("Estimating the time");
    QString text = toText(app::aboutText(seconds + std::max(m_previewSeconds, 0.0)));
    text.front() = text.front().toUpper();
    return m_previewSeconds > 0.0   ? tr("%1 with preview").arg(text)
           : m_previewSeconds < 0.0 ? tr("%1 after preview").arg(text)
                                    : text;
}

QString PlanSection::figures(const infer::UpscalePlan& plan) const
{
    return tr("%1, about %2\n%3\n%4 of memory")
        .arg(megapixels(plan.width, plan.height), toText(app::bytesText(plan.fileSize)),
             timeText(plan.seconds), toText(app::bytesText(plan.memory - plan.resident)));
}

void PlanSection::refresh()
{
    const auto& plan = m_session.plan() ? m_session.plan() : m_session.draftPlan();
    QStringList notes;
    if (plan) {
        m_figures->setText(figures(*plan));
        if (!m_session.plan() && m_session.isPlanWaiting() && plan->seconds >= 0.0)
            notes << tr("Waiting for the preview");
        for (const std::string& note : plan->notes)
            notes << toText(note);
    } else if (m_session.planError()) {
        m_figures->setText(toText(m_session.planError()->text()));
    } else {
        const QSize size = m_session.outputSize();
        m_figures->setText(size.isEmpty()
                               ? QString()
                               : tr("%1\n%2").arg(megapixels(size.width(), size.height()),
                                                  m_session.isPlanWaiting() ? tr("Waiting for the preview")
                                                                            : tr("Estimating")));
    }
    m_notes->setText(notes.join(QLatin1Char('\n')));
}

} // namespace enlarger::ui
