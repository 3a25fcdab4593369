// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/shell/window_bench.h"

#include "ui/shell/compare_pane.h"
#include "ui/shell/hdr_bar.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QRegularExpression>
#include <QTest>

namespace enlarger::tests {

namespace {

constexpr int patience = 30'000; // ms

}

WindowBench::WindowBench()
{
    m_folder.addModel("photo-x4", "crisp");
    m_folder.addModel("faithful-x4", "faithful");
    m_folder.addModel("other");
    app::Settings().setState(QStringLiteral("networks-offered"), "yes"); // no first start
}

WindowBench::~WindowBench() = default;

bool WindowBench::start()
{
    m_window = nullptr;
    ui::theme::apply(*qApp, app::Settings().theme());
    m_window = std::make_unique<ui::MainWindow>();
    m_window->show();
    m_window->activateWindow();
    return QTest::qWaitForWindowActive(m_window.get()) &&
           QTest::qWaitFor(
               [this] { return bench().catalog.isLoaded() && !bench().session.devices().empty(); }, patience);
}

ui::CompareView& WindowBench::view() const
{
    return m_window->comparePane().view();
}

QString WindowBench::message() const
{
    for (const auto* bar : m_window->findChildren<ui::MessageBar*>())
        if (!qobject_cast<const ui::HdrBar*>(bar) && bar->isVisible())
            return bar->text();
    return {};
}

bool WindowBench::shows(const std::filesystem::path& photo) const
{
    const app::Document* document = bench().documents.current();
    return document && document->file() == photo && !bench().candidates.list().empty() &&
           view().activeLayer();
}

bool WindowBench::open(const std::filesystem::path& photo)
{
    m_window->openFiles({photo});
    return QTest::qWaitFor([&] { return shows(photo); }, patience);
}

bool WindowBench::waitUntilIdle() const
{
    QCoreApplication::processEvents(); // the view says what it sees in the next turn
    return QTest::qWaitFor(
        [this] {
            const ui::Layer* layer = view().activeLayer();
            return bench().regions.progress().waiting == 0 && (!layer || layer->isComplete());
        },
        patience);
}

bool WindowBench::isFree(Urgency urgency) const
{
    std::stop_source stopped;
    stopped.request_stop();
    return bench().queue.waitForTurn(urgency, stopped.get_token());
}

QAbstractButton* WindowBench::button(const QString& name) const
{
    for (auto* button : m_window->findChildren<QAbstractButton*>())
        if (button->isVisible() && !button->property("isFold").toBool() && // a heading may have its words
            (button->text() == name || button->accessibleName() == name))
            return button;
    return nullptr;
}

QList<QAction*> WindowBench::actions() const
{
    return m_window->findChildren<QAction*>(QString(), Qt::FindDirectChildrenOnly);
}

void WindowBench::key(int key, Qt::KeyboardModifiers modifiers) const
{
    QWidget* focus = QApplication::focusWidget();
    QTest::keyClick(focus ? focus : static_cast<QWidget*>(m_window.get()), Qt::Key(key), modifiers);
}

void refuseWindowWarnings()
{
    QTest::failOnWarning(
        QRegularExpression(QStringLiteral("^(?!This plugin does not support )"))); // of windows and menus
}

} // namespace enlarger::tests
