// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/upscale/batch_eta.h"

#include <QTest>

using namespace enlarger::cli;

class BatchEtaTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theClockLearns()
    {
        BatchEta clock({10.0, 20.0, 30.0});
        QCOMPARE(clock.left(0, 0.0, -1.0), -1.0);
        QCOMPARE(clock.left(0, 5.0, 15.0), 15.0 + 2.0 * 50.0); // twice as slow as planned
        clock.photoDone(0, 20.0);
        QCOMPARE(clock.left(1, 40.0, 0.0), 60.0);
        clock.photoDone(1, 40.0);
        QCOMPARE(clock.left(2, 0.0, 60.0), 60.0);
    }
};

QTEST_GUILESS_MAIN(BatchEtaTest)
#include "batch_eta_test.moc"
