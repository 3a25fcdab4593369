// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/tiling/halo.h"
#include "tests/support/test_files.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::infer;

/// The full-size network's halo, measured as users' machines measure it: some ten seconds on two cores.
class RealHaloTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void realEsrgan()
    {
        const auto file = tests::fetchedNetwork("realesrgan-x4plus.param");
        ENLARGER_NEED(file);
        const auto device = device::findDevice("cpu");
        ENLARGER_VERIFY(device);
        const auto model = UpscaleModel::load(file, *device);
        ENLARGER_VERIFY(model);
        StopGate gate;
        const auto halo = haloOf(**model, "", {}, gate);
        ENLARGER_VERIFY(halo);
        QCOMPARE(*halo, 32);
    }
};

QTEST_GUILESS_MAIN(RealHaloTest)
#include "real_halo_test.moc"
