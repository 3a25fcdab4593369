// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/selfcheck/self_check.h"
#include "tests/support/test_files.h"

#include <QtTest>

using namespace enlarger;
using namespace enlarger::device;
using namespace enlarger::infer;

/// Every network and precision on a GPU against the CPU.
class GpuTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void computesAsTheCpuDoes();
};

void GpuTest::initTestCase()
{
    device::openAccelerators();
    if (!device::findDevice("cuda"))
        QSKIP("no CUDA device on this machine");
}

void GpuTest::computesAsTheCpuDoes()
{
    StopGate gate;
    const auto checks = selfCheck(*device::findDevice("cuda"), gate);
    ENLARGER_VERIFY(checks);
    for (const CheckResult& check : *checks)
        QVERIFY2(check.passed, (check.name + ": " + check.detail).c_str());
}

QTEST_GUILESS_MAIN(GpuTest)
#include "gpu_test.moc"
