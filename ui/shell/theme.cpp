// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme.h"

#include "ui/shell/calm_style.h"
#include "ui/shell/system_theme.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QFontInfo>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QScreen>
#include <QSvgRenderer>

namespace enlarger::ui::theme {

namespace {

// `main` is the ground of the one button that starts the work: darker than the accent (in the light theme,
// paler), so that it is not the brightest thing beside the picture.
struct Colours
{
    QColor window, base, raised, line, text, quiet, accent, onAccent, main;
};

const Colours dark{"#232323", "#1b1b1b", "#303030", "#3b3b3b", "#e4e4e4",
                   "#9a9a9a", "#5b9dd9", "#10161c", "#2c4a66"};
const Colours light{"#ececec", "#f8f8f8", "#dedede", "#c2c2c2", "#1e1e1e",
                    "#5f5f5f", "#2f74b5", "#ffffff", "#c3d6e8"};

QColor disabled(const Colours& c)
{
    return c.quiet.darker(c.window.lightness() < 128 ? 140 : 90);
}

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
        palette.setColor(QPalette::Disabled, role, disabled(c));
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
QToolButton[popupMode="1"] { padding-right: 17px; }
QToolButton::menu-button { border: none; width: 14px; }
QToolButton::menu-indicator { image: none; }
QToolButton[isStatus="true"] { padding: 0 6px; }
QToolButton[isStatus="true"]:focus { padding: 0 5px; }
QToolButton[isFold="true"] { font-weight: 600; padding: 4px 2px; border-radius: 0; background: transparent; }
QToolButton[isStatus="true"] { padding: 0 6px; }
QToolButton[isStatus="true"]:focus { padding: 0 5px; }
QToolButton[isFold="true"]:hover { background: %1; }
QHeaderView::section { background: transparent; border: none; border-bottom: 1px solid %2; padding: 4px; color: %4; }
QLabel[isHint="true"] { background: %1; color: %7; border-radius: 5px; padding: 5px 10px; }
QFrame[isMessage="true"] { background: %1; border: 1px solid %2; border-radius: 6px; margin: 0 14px 54px 14px; }
QFrame[isResult="true"] { background: %1; border: 1px solid %2; border-radius: 5px; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid %4; border-radius: 3px; }
QCheckBox::indicator:checked { background: %3; border-color: %3; image: url(:/icons/check.svg); }
QCheckBox::indicator:focus { border-color: %3; }
QComboBox, QAbstractSpinBox, QLineEdit { background: %8; border: 1px solid %2; border-radius: 4px;
    padding: 3px 6px; min-height: 18px; selection-background-color: %3; selection-color: %5; }
QComboBox:hover, QAbstractSpinBox:hover, QLineEdit:hover { border-color: %4; }
QComboBox:focus, QAbstractSpinBox:focus, QLineEdit:focus { border-color: %3; }
QComboBox:disabled, QAbstractSpinBox:disabled, QLineEdit:disabled { color: %9; background: transparent; }
QComboBox { combobox-popup: 0; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url(:/icons/arrow-down.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: %1; border: 1px solid %2; outline: none; }
QComboBox QAbstractItemView::item { min-height: 24px; padding: 0 6px; }
QAbstractSpinBox { padding-right: 20px; }
QAbstractSpinBox::up-button { border: none; width: 18px; margin: 1px 1px 0 0; }
QAbstractSpinBox::down-button { border: none; width: 18px; margin: 0 1px 1px 0; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: %2; border-radius: 3px; }
QAbstractSpinBox::up-arrow { image: url(:/icons/arrow-up.svg); width: 9px; height: 9px; }
QAbstractSpinBox::down-arrow { image: url(:/icons/arrow-down.svg); width: 9px; height: 9px; }
QPushButton { border: 1px solid %2; border-radius: 5px; padding: 5px 14px; background: %1; }
QPushButton:hover { border-color: %3; }
QPushButton:focus { outline: none; border-color: %3; }
QPushButton:disabled { color: %4; }
QPushButton[isMain="true"] { background: %6; border-color: %6; font-weight: 600; padding: 7px 14px; }
QPushButton[isMain="true"]:hover { background: %3; color: %5; border-color: %3; }
QPushButton[isMain="true"]:focus { border-color: %3; }
QPushButton[isMain="true"]:disabled { background: %2; border-color: %2; color: %4; }
QLabel[isQuiet="true"] { color: %4; }
QLabel[isHeading="true"] { font-weight: 600; }
QScrollBar { background: transparent; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: %2; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::handle:hover { background: %9; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
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
             c.main.name(), c.text.name(), c.base.name(), disabled(c).name());
}

// The desktop's font, never too small to read. Where Qt has no plugin for the desktop, the portal knows the
// font.
QFont fontOf(QFont font)
{
    const QString nobodySaid = QStringLiteral("Sans Serif");
    if (font.family() == nobodySaid)
        font = SystemTheme::font().value_or(font);
    constexpr int least = 13;              // pixels
    constexpr double pointsPerInch = 72.0; // in points, since smaller labels are made from it
    if (QFontInfo(font).pixelSize() < least)
        font.setPointSizeF(least * pointsPerInch / QGuiApplication::primaryScreen()->logicalDotsPerInch());
    return font;
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
    application.setStyle(new CalmStyle);
    application.setFont(fontOf(QFontDatabase::systemFont(QFontDatabase::GeneralFont)));
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
