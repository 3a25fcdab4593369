// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/background.h"

namespace enlarger::app {

namespace {

constexpr int readingThreads = 2;

void finishReading()
{
    readingPool().clear();
    readingPool().waitForDone();
}

} // namespace

void configureComputeThread(QThreadPool& pool)
{
    pool.setMaxThreadCount(1);
    pool.setExpiryTimeout(0);
}

QThreadPool& readingPool()
{
    static QThreadPool pool;
    [[maybe_unused]] static const bool isSetUp = [] {
        pool.setMaxThreadCount(readingThreads);
        qAddPostRoutine(finishReading); // results are handed over through the application: it goes last
        return true;
    }();
    return pool;
}

} // namespace enlarger::app
