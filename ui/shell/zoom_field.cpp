// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/zoom_field.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QStyleOptionComboBox>

namespace enlarger::ui {

namespace {

QString percentText(double zoom)
{
    const double percent = zoom * 100.0;
    const bool isWhole = qAbs(percent - qRound(percent)) < 0.05;
    return ZoomField::tr("%1 %").arg(percent, 0, 'f', percent < 10.0 && !isWhole ? 1 : 0);
}

} // namespace

ZoomField::ZoomField(QWidget* parent)
    : QComboBox(parent)
{
    setEditable(true);
    setInsertPolicy(NoInsert);
    setCompleter(nullptr);
    setAccessibleName(tr("Zoom"));
    setToolTip(tr("Zoom of the result: at 100 % one enlarged pixel is one pixel of the screen.\n"
                  "Choose, or type any number. Ctrl+0 fits, Ctrl+1 goes to 100 %."));
    addItem(tr("Fit"));
    for (const double zoom : {0.25, 0.5, 1.0, 2.0, 4.0})
        addItem(percentText(zoom), zoom);
    setFixedWidth(sizeHint().width());
    connect(this, &QComboBox::activated, this, [this](int index) {
        if (const QVariant zoom = itemData(index); zoom.isValid())
            Q_EMIT zoomRequested(zoom.toDouble());
        else
            Q_EMIT fitRequested();
        refresh();
    });
    connect(lineEdit(), &QLineEdit::returnPressed, this, [this] {
        if (lineEdit()->isModified())
            take(lineEdit()->text());
        else
            Q_EMIT left();
    });
    connect(lineEdit(), &QLineEdit::editingFinished, this, &ZoomField::refresh);
    refresh();
}

QSize ZoomField::sizeHint() const
{
    constexpr int margin = 4; // that a line edit leaves at either side, and its cursor
    QStyleOptionComboBox option;
    initStyleOption(&option);
    const int height = QComboBox::sizeHint().height();
    const int text = fontMetrics().horizontalAdvance(tr("Fit, %1").arg(percentText(1.0))) + 2 * margin;
    return {style()->sizeFromContents(QStyle::CT_ComboBox, &option, {text, height}, this).width(), height};
}

void ZoomField::changeEvent(QEvent* event)
{
    QComboBox::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        setFixedWidth(sizeHint().width());
}

void ZoomField::setZoom(double zoom, bool isFit)
{
    m_zoom = zoom;
    m_isFit = isFit;
    if (!lineEdit()->hasFocus() || !lineEdit()->isModified())
        refresh();
}

void ZoomField::refresh()
{
    setCurrentIndex(m_isFit ? 0 : findData(m_zoom)); // marked in the list
    setEditText(m_isFit ? tr("Fit, %1").arg(percentText(m_zoom)) : percentText(m_zoom));
    lineEdit()->setModified(false);
    lineEdit()->setCursorPosition(0);
}

void ZoomField::take(const QString& text)
{
    QString number = text;
    number.remove(QLatin1Char('%'));
    number = number.trimmed();
    number.replace(QLatin1Char(','), QLatin1Char('.'));
    bool isNumber = false;
    const double percent = QLocale::c().toDouble(number, &isNumber);
    lineEdit()->setModified(false);
    if (isNumber && percent > 0.0)
        Q_EMIT zoomRequested(percent / 100.0);
    else if (text.trimmed().startsWith(tr("Fit"), Qt::CaseInsensitive))
        Q_EMIT fitRequested();
    refresh();
}

void ZoomField::keyPressEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Escape) {
        QComboBox::keyPressEvent(event);
        return;
    }
    refresh();
    Q_EMIT left();
}

} // namespace enlarger::ui
