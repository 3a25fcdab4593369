// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/system_theme.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QDBusVariant>
#include <QFontInfo>
#include <QPalette>
#include <QPushButton>
#include <QSignalSpy>
#include <QStyle>
#include <QTest>

#include <cmath>

using namespace enlarger;
using Theme = app::Settings::Theme;

namespace {

// WCAG 2: the contrast of two colours, 1..21.
double contrast(const QColor& one, const QColor& other)
{
    const auto luminance = [](const QColor& colour) {
        const auto linear = [](double value) {
            return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
               0.0722 * linear(colour.blueF());
    };
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

QImage imageOf(const QIcon& icon, QIcon::Mode mode = QIcon::Normal)
{
    return icon.pixmap(QSize(24, 24), 1.0, mode).toImage();
}

} // namespace

class ThemeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textCanBeRead_data()
    {
        QTest::addColumn<Theme>("theme");
        QTest::newRow("dark") << Theme::Dark;
        QTest::newRow("light") << Theme::Light;
    }
    void textCanBeRead()
    {
        QFETCH(Theme, theme);
        ui::theme::apply(*qApp, theme);
        const QPalette palette = QApplication::palette();
        const auto colour = [&](QPalette::ColorRole role) { return palette.color(role); };
        constexpr double readable = 4.5; // WCAG AA
        QVERIFY(contrast(colour(QPalette::WindowText), colour(QPalette::Window)) > readable);
        QVERIFY(contrast(colour(QPalette::Text), colour(QPalette::Base)) > readable);
        QVERIFY(contrast(colour(QPalette::ButtonText), colour(QPalette::Button)) > readable);
        QVERIFY(contrast(colour(QPalette::HighlightedText), colour(QPalette::Highlight)) > readable);
        QVERIFY(contrast(colour(QPalette::PlaceholderText), colour(QPalette::Window)) > readable);
        for (const auto role : {QPalette::Window, QPalette::Base, QPalette::Button}) {
            const QColor grey = colour(role); // neutral: no colour of the room tints the judgement
            QVERIFY(grey.red() == grey.green() && grey.green() == grey.blue());
        }
    }

    void iconsFollowTheTheme()
    {
        ui::theme::apply(*qApp, Theme::Dark);
        const QIcon icon = ui::theme::icon(QStringLiteral("split"));
        const QImage onDark = imageOf(icon);
        const QImage disabled = imageOf(icon, QIcon::Disabled);
        ui::theme::apply(*qApp, Theme::Light);
        const QImage onLight = imageOf(icon);
        QVERIFY(onDark != onLight);
        QVERIFY(onDark != disabled);
        for (int y = 0; y < 24; ++y) // the same shape
            for (int x = 0; x < 24; ++x)
                QCOMPARE(qAlpha(onDark.pixel(x, y)), qAlpha(onLight.pixel(x, y)));
        QVERIFY(ui::theme::icon(QStringLiteral("nobody")).isNull());
    }

    void lettersAreUnderlinedWhileAltIsHeld()
    {
        ui::theme::apply(*qApp, Theme::Dark);
        QWidget window;
        window.show();
        const auto isUnderlined = [&] {
            return window.style()->styleHint(QStyle::SH_UnderlineShortcut, nullptr, &window) != 0;
        };
        QVERIFY(!isUnderlined());
        QTest::keyPress(&window, Qt::Key_Alt);
        QVERIFY(isUnderlined());
        QTest::keyRelease(&window, Qt::Key_Alt);
        QVERIFY(!isUnderlined());
    }

    void theSystemAnswersOrNot()
    {
        ui::SystemTheme::isDark(); // comes back without a desktop portal too
        ui::theme::apply(*qApp, Theme::System);
        QVERIFY(QApplication::palette().color(QPalette::Window).isValid());
    }

    void textIsLargeEnoughToRead()
    {
        ui::theme::apply(*qApp, Theme::Dark);
        QVERIFY(QFontInfo(QApplication::font()).pixelSize() >= 13);
    }

    void readsTheDesktopsFont()
    {
        const auto font = ui::SystemTheme::fontFromName(QStringLiteral("Noto Sans, 11"), 1.5);
        QVERIFY(font);
        QCOMPARE(font->family(), QStringLiteral("Noto Sans"));
        QCOMPARE(font->pointSizeF(), 16.5);
        for (const char* none : {"", "Noto Sans", "11", "Noto Sans 0", "Noto Sans 400"})
            QVERIFY2(!ui::SystemTheme::fontFromName(QString::fromLatin1(none)), none);
    }

    void theMainButtonIsQuietUntilThePointerIsNear()
    {
        for (const Theme theme : {Theme::Dark, Theme::Light}) {
            ui::theme::apply(*qApp, theme);
            QPushButton button(QStringLiteral("."));
            button.setProperty("isMain", true);
            button.resize(120, 40);
            const QColor ground = button.grab().toImage().pixelColor(20, 10);
            const QPalette palette = QApplication::palette();
            const auto lightness = [](const QColor& colour) { return colour.lightnessF(); };
            const float window = lightness(palette.color(QPalette::Window));
            QVERIFY(std::abs(lightness(ground) - window) <
                    std::abs(lightness(palette.color(QPalette::Highlight)) - window));
            QVERIFY(contrast(palette.color(QPalette::ButtonText), ground) > 4.5);
        }
    }

    void onlyTheColourSchemeCounts()
    {
        ui::SystemTheme system;
        const QSignalSpy changed(&system, &ui::SystemTheme::changed);
        const auto tell = [&](const char* group, const char* name) {
            QVERIFY(QMetaObject::invokeMethod(
                &system, "onSetting", Q_ARG(QString, QString::fromLatin1(group)),
                Q_ARG(QString, QString::fromLatin1(name)), Q_ARG(QDBusVariant, QDBusVariant(1U))));
        };
        tell("org.freedesktop.appearance", "accent-color");
        tell("org.gnome.desktop.interface", "color-scheme");
        QCOMPARE(changed.count(), 0);
        tell("org.freedesktop.appearance", "color-scheme");
        QCOMPARE(changed.count(), 1);
    }
};

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
