// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme.h"

#include "ui/shell/system_theme.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QStyleFactory>
#include <QSvgRenderer>

namespace enlarger::ui::theme {

namespace {

struct Colours
{
    QColor window, base, raised, line, text, quiet, accent, onAccent;
};

const Colours dark{"#232323", "#1b1b1b", "#303030", "#3b3b3b", "#e4e4e4", "#9a9a9a", "#5b9dd9", "#10161c"};
const Colours light{"#f0f0f0", "#ffffff", "#e2e2e2", "#c9c9c9", "#1e1e1e", "#666666", "#2f74b5", "#ffffff"};

QPalette paletteOf(const Colours& c)
{
    const std::pair<QPalette::ColorRole, QColor> colours[] = {
        {QPalette::Window, c.window},
        {QPalette::WindowText, c.text},
        {QPalette::Base, c.base},
        {QPalette::AlternateBase, c.raised},
        {QPalette::ToolTipBase, c.raised},
        {QPalette::ToolTipText, c.text},
        {QPalette::PlaceholderText, c.quiet},
        {QPalette::Text, c.text},
        {QPalette::Button, c.raised},
        {QPalette::ButtonText, c.text},
        {QPalette::BrightText, Qt::white},
        {QPalette::Highlight, c.accent},
        {QPalette::HighlightedText, c.onAccent},
        {QPalette::Link, c.accent},
        {QPalette::Mid, c.line},
        {QPalette::Light, c.raised},
        {QPalette::Midlight, c.line},
        {QPalette::Dark, c.line.darker(130)},
        {QPalette::Shadow, Qt::black},
    };
    QPalette palette;
    for (const auto& [role, colour] : colours)
        palette.setColor(role, colour);
    for (const auto role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, c.quiet.darker(c.window.lightness() < 128 ? 140 : 90));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, c.line);
    return palette;
}

QString styleSheet(const Colours& c)
{
    return QStringLiteral(R"(
QToolButton { border: none; border-radius: 5px; padding: 5px; }
QToolButton:hover { background: %1; }
QToolButton:checked { background: %2; }
QToolButton:pressed { background: %2; }
QToolButton:focus { outline: none; border: 1px solid %3; padding: 4px; }
QToolButton::menu-button { border: none; width: 14px; }
QToolButton::menu-indicator { image: none; }
QToolButton[isFold="true"] { font-weight: 600; padding: 4px 2px; border-radius: 0; background: transparent; }
QToolButton[isFold="true"]:hover { background: %1; }
QHeaderView::section { background: transparent; border: none; border-bottom: 1px solid %2; padding: 4px; color: %4; }
QLabel[isHint="true"] { background: %1; color: %7; border-radius: 5px; padding: 5px 10px; }
QFrame[isMessage="true"] { background: %1; border: 1px solid %2; border-radius: 6px; margin: 0 14px 54px 14px; }
QFrame[isResult="true"] { background: %1; border: 1px solid %2; border-radius: 5px; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid %4; border-radius: 3px; }
QCheckBox::indicator:checked { background: %3; border-color: %3; image: url(:/icons/check.svg); }
QCheckBox::indicator:focus { border-color: %3; }
QPushButton { border: 1px solid %2; border-radius: 5px; padding: 5px 14px; background: %1; }
QPushButton:hover { border-color: %3; }
QPushButton:focus { border-color: %3; }
QPushButton:disabled { color: %4; }
QPushButton[isMain="true"] { background: %3; color: %5; border-color: %3; font-weight: 600; padding: 7px 14px; }
QPushButton[isMain="true"]:hover { background: %6; }
QPushButton[isMain="true"]:disabled { background: %2; border-color: %2; color: %4; }
QLabel[isQuiet="true"] { color: %4; }
QLabel[isHeading="true"] { font-weight: 600; }
QListView { border: none; }
QScrollArea { border: none; }
QSplitter::handle { background: %2; }
QTabBar::tab { padding: 8px 14px; border: none; color: %4; }
QTabBar::tab:selected { color: %7; border-bottom: 2px solid %3; }
QTabWidget::pane { border: none; border-top: 1px solid %2; }
QProgressBar { border: none; border-radius: 3px; background: %2; max-height: 6px; }
QProgressBar::chunk { border-radius: 3px; background: %3; }
QToolTip { border: 1px solid %2; padding: 4px; background: %1; color: %7; }
)")
        .arg(c.raised.name(), c.line.name(), c.accent.name(), c.quiet.name(), c.onAccent.name(),
             c.accent.lighter(112).name(), c.text.name());
}

// Painted from the SVG each time it is needed at a new size or colour; QIcon keeps no pixmaps of its own
// engine.
class SvgIcon : public QIconEngine
{
public:
    explicit SvgIcon(QByteArray svg)
        : m_svg(std::move(svg))
    {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const QPalette palette = QApplication::palette();
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        QByteArray coloured = m_svg;
        coloured.replace("#000", palette.color(group, QPalette::ButtonText).name().toLatin1());
        QSvgRenderer(coloured).render(painter, rect);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect({}, size), mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new SvgIcon(m_svg); }

private:
    QByteArray m_svg;
};

} // namespace

void apply(QApplication& application, app::Settings::Theme theme)
{
    const bool isDark =
        theme == app::Settings::Theme::System ? SystemTheme::isDark() : theme == app::Settings::Theme::Dark;
    const Colours& colours = isDark ? dark : light;
    application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    application.setPalette(paletteOf(colours));
    application.setStyleSheet(styleSheet(colours));
}

QIcon icon(const QString& name)
{
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QIcon(new SvgIcon(file.readAll()));
}

} // namespace enlarger::ui::theme
