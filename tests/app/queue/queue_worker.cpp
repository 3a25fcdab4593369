// SPDX-License-Identifier: GPL-3.0-or-later
// Goes on with the queue of its data folder, and adds the photos that are named. Says when all are kept, and
// when one is done; ends when nothing waits any more. Made to be killed.
#include "app/queue/job_queue.h"
#include "tests/app/queue/queue_material.h"

#include <QCoreApplication>

#include <cstdio>

using namespace enlarger;

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    DeviceQueue device;
    app::JobQueue queue(device);
    const auto say = [](const char* word) {
        std::puts(word);
        std::fflush(stdout);
    };
    QObject::connect(&queue, &app::JobQueue::noted, &application, [](const QString& sentence) {
        std::fprintf(stderr, "%s\n", qPrintable(sentence));
        QCoreApplication::exit(1);
    });
    QObject::connect(&queue.runner(), &app::JobRunner::finished, &application, [&] { say("finished"); });
    QObject::connect(&queue.runner(), &app::JobRunner::idle, &application, [&] {
        queue.flush();
        QCoreApplication::quit();
    });
    QObject::connect(&queue, &app::JobQueue::opened, &application, [&] {
        std::vector<app::Job> jobs;
        for (int i = 1; i < argc; ++i)
            jobs.push_back(tests::queueJob(argv[i]));
        if (!jobs.empty())
            queue.add(std::move(jobs));
        queue.flush();
        say("kept");
        queue.goOn();
    });
    queue.open();
    return QCoreApplication::exec();
}
