// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/document.h"

#include "app/files/path_text.h"
#include "app/session/background.h"
#include "app/session/mime_content.h"

#include <QDebug>

namespace enlarger::app {

namespace {

bool isLegal(Document::State from, Document::State to)
{
    using State = Document::State;
    switch (to) {
    case State::Empty:
        return from == State::Loading || from == State::Ready;
    case State::Loading:
        return from == State::Empty || from == State::Failed;
    case State::Ready:
        return from == State::Loading;
    case State::Failed:
        return from == State::Empty || from == State::Loading;
    }
    return false;
}

} // namespace

Document::Document(std::filesystem::path file, QObject* parent)
    : QObject(parent)
    , m_file(std::move(file))
{}

Document::~Document()
{
    m_stop.request_stop();
    m_end.request_stop();
}

QString Document::name() const
{
    return toText(isTemporary(m_file) ? m_file.stem() : m_file.filename());
}

std::int64_t Document::bytes() const
{
    return m_state == State::Ready ? m_picture->bytes() + m_pyramid->bytes() : 0;
}

void Document::setState(State state)
{
    if (!isLegal(m_state, state)) {
        qWarning() << "a document cannot go from" << m_state << "to" << state;
        return;
    }
    m_state = state;
    if (state != State::Failed)
        m_error.reset();
    Q_EMIT stateChanged(state);
}

void Document::setInfo(const image::PhotoInfo& info)
{
    m_info = info;
    Q_EMIT infoChanged();
    setCrop(m_crop); // it may have been set without knowing the size, or the file may have changed
}

void Document::setThumbnail(const QImage& thumbnail)
{
    m_thumbnail = thumbnail;
    Q_EMIT thumbnailChanged();
}

void Document::fail(Error error)
{
    m_error = std::move(error);
    setState(State::Failed);
}

std::stop_token Document::newRequest()
{
    m_stop.request_stop();
    m_stop = {};
    ++m_request;
    return m_stop.get_token();
}

void Document::readHeader()
{
    if (m_isHeaderRequested || hasInfo() || m_state != State::Empty)
        return;
    m_isHeaderRequested = true;
    const auto work = [file = m_file, stop = m_end.get_token()]() -> Result<image::PhotoInfo> {
        if (stop.stop_requested())
            return Error{ErrorKind::Cancelled, "reading was cancelled", file, {}};
        return app::readHeader(file);
    };
    runInBackground(readingPool(), this, TaskPriority::Normal, work, [this](Result<image::PhotoInfo> info) {
        m_isHeaderRequested = false;
        if (hasInfo() || m_state == State::Failed) // load() was quicker
            return;
        if (info)
            setInfo(*info);
        else if (m_state == State::Empty)
            fail(std::move(info).error());
    });
}

void Document::load(const image::Bytes& screen)
{
    if (m_state == State::Loading || m_state == State::Ready)
        return;
    const std::stop_token stop = newRequest();
    const std::uint64_t request = m_request;
    const auto headerRead = [this, request, guard = QPointer<QObject>(this)](const image::PhotoInfo& info) {
        postToGuiThread(guard, [this, request, info] {
            if (request == m_request)
                setInfo(info);
        });
    };
    const auto work = [file = m_file, screen, headerRead, stop] {
        const std::optional<FileStamp> stamp = stampOf(file); // before it is read: it may change meanwhile
        return Reading{stamp, loadPhoto(file, screen, headerRead, stop)};
    };
    runInBackground(readingPool(), this, TaskPriority::High, work, [this, request](Reading reading) {
        if (request != m_request)
            return;
        m_isRead = true;
        m_stamp = reading.stamp;
        onLoaded(std::move(reading.photo));
    });
    setState(State::Loading);
}

bool Document::hasChangedOnDisk() const
{
    return m_isRead && differsFrom(stampOf(m_file));
}

void Document::readAgain(const image::Bytes& screen)
{
    release();
    m_isRead = false;
    m_thumbnail = {};
    m_isThumbnailRequested = false;
    load(screen);
}

void Document::onLoaded(Result<LoadedPhoto> loaded)
{
    if (!loaded)
        return fail(std::move(loaded).error());
    m_picture = loaded->picture;
    m_colours = loaded->colours;
    m_curve = loaded->curve;
    m_pyramid = loaded->pyramid;
    setState(State::Ready);
    if (m_thumbnail.isNull())
        setThumbnail(loaded->thumbnail);
}

void Document::release()
{
    if (m_state != State::Loading && m_state != State::Ready)
        return;
    newRequest();
    m_picture = nullptr;
    m_colours = nullptr;
    m_curve = nullptr;
    m_pyramid = nullptr;
    setState(State::Empty);
}

void Document::startThumbnail()
{
    const bool willCome = m_isThumbnailRequested || m_state == State::Loading;
    if (willCome || !m_thumbnail.isNull() || m_state == State::Failed)
        return;
    m_isThumbnailRequested = true;
    const auto work = [file = m_file, stop = m_end.get_token()] { return loadThumbnail(file, stop); };
    runInBackground(readingPool(), this, TaskPriority::Low, work, [this](Result<QImage> thumbnail) {
        if (thumbnail && m_thumbnail.isNull())
            setThumbnail(*thumbnail);
    });
}

void Document::setCrop(std::optional<image::PixelRect> crop)
{
    if (crop && hasInfo()) {
        const image::PixelRect whole{0, 0, m_info.width, m_info.height};
        crop = crop->intersected(whole);
        if (crop->empty() || *crop == whole)
            crop.reset();
    }
    if (crop == m_crop)
        return;
    m_crop = crop;
    Q_EMIT cropChanged();
}

} // namespace enlarger::app
