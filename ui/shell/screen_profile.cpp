// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/screen_profile.h"

#include <QFile>
#include <QGuiApplication>

#include <xcb/xcb.h>

#include <cstdlib>
#include <memory>

namespace enlarger::ui {

namespace {

constexpr qint64 largestProfile = 16 << 20; // bytes

template <class Reply>
using XcbReply = std::unique_ptr<Reply, decltype(&std::free)>;

image::Bytes x11Profile()
{
    auto* x11 = qApp->nativeInterface<QNativeInterface::QX11Application>();
    xcb_connection_t* connection = x11 ? x11->connection() : nullptr;
    if (!connection)
        return {};
    constexpr char name[] = "_ICC_PROFILE";
    const XcbReply<xcb_intern_atom_reply_t> atom(
        xcb_intern_atom_reply(connection, xcb_intern_atom(connection, 1, sizeof name - 1, name), nullptr),
        &std::free);
    if (!atom || atom->atom == XCB_ATOM_NONE)
        return {};
    const xcb_window_t root = xcb_setup_roots_iterator(xcb_get_setup(connection)).data->root;
    const XcbReply<xcb_get_property_reply_t> property(
        xcb_get_property_reply(connection,
                               xcb_get_property(connection, 0, root, atom->atom, XCB_ATOM_CARDINAL, 0,
                                                std::uint32_t(largestProfile / 4)),
                               nullptr),
        &std::free);
    if (!property || property->format != 8)
        return {};
    const auto* bytes = static_cast<const std::uint8_t*>(xcb_get_property_value(property.get()));
    return {bytes, bytes + xcb_get_property_value_length(property.get())};
}

} // namespace

image::Bytes screenProfile(const QString& chosenFile)
{
    if (chosenFile.isEmpty())
        return x11Profile();
    QFile file(chosenFile);
    if (!file.open(QIODevice::ReadOnly) || file.size() > largestProfile)
        return {};
    const QByteArray bytes = file.readAll();
    return {bytes.begin(), bytes.end()};
}

} // namespace enlarger::ui
