// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/photo_section.h"

#include "ui/enlarge/form_grid.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>
#include <initializer_list>

namespace enlarger::ui {

PhotoSection::PhotoSection(app::EnlargeSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_page(new QSpinBox)
    , m_all(new QPushButton(tr("Export all pages")))
    , m_space(new QComboBox)
{
    m_page->setMinimum(1);
    m_page->setKeyboardTracking(false);
    m_page->setAccessibleName(tr("Page"));
    m_page->setToolTip(tr("Which picture of the file is opened and enlarged."));
    for (const image::RawSpaceRow& row : image::rawSpaces)
        m_space->addItem(QString::fromLatin1(row.name), int(row.space));
    m_space->setAccessibleName(tr("Colours of the RAW"));
    m_space->setToolTip(tr(
        "The colours in which the RAW is developed; the result says them. Larger ones keep colours that sRGB "
        "would lose."));
    auto* form = new FormGrid(this);
    m_pageLabel = form->addField(tr("Page"), m_page);
    form->addBelow(m_all);
    m_spaceLabel = form->addField(tr("RAW in"), m_space);
    connect(m_page, &QSpinBox::valueChanged, this, [this](int page) {
        image::ReadChoice choice = m_session.reading();
        choice.page = page;
        m_session.setReading(choice);
    });
    connect(m_all, &QPushButton::clicked, this, &PhotoSection::allPagesRequested);
    connect(m_space, &QComboBox::activated, this, [this] {
        image::ReadChoice choice = m_session.reading();
        choice.rawSpace = image::RawSpace(m_space->currentData().toInt());
        m_session.setReading(choice);
    });
    connect(&m_session, &app::EnlargeSession::changed, this, &PhotoSection::refresh);
    refresh();
}

void PhotoSection::refresh()
{
    const bool hasPages = m_session.pages() > 1;
    const bool isRaw = m_session.isRaw();
    const QSignalBlocker quiet(m_page);
    if (const QString suffix = tr(" of %1").arg(m_session.pages()); suffix != m_page->suffix()) {
        m_page->setMaximum(std::max(1, m_session.pages()));
        m_page->setSuffix(suffix);
    }
    if (m_page->value() != m_session.reading().page)
        m_page->setValue(m_session.reading().page);
    m_space->setCurrentIndex(m_space->findData(int(m_session.reading().rawSpace)));
    for (QWidget* widget : std::initializer_list<QWidget*>{m_page, m_pageLabel, m_all})
        widget->setVisible(hasPages);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_space, m_spaceLabel})
        widget->setVisible(isRaw);
    setVisible(hasPages || isRaw);
}

} // namespace enlarger::ui
