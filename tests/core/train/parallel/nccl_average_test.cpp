// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/device/device.h"
#include "core/train/parallel/nccl_average.h"
#include "core/train/parallel/processes.h"
#include "tests/support/test_files.h"

#include <QtTest>

#include <thread>

using namespace enlarger;
using namespace enlarger::train;

class NcclAverageTest : public QObject
{
    Q_OBJECT

private:
    static int gpus()
    {
        int count = 0;
        for (const device::Device& device : device::devices())
            count += device.name.starts_with("cuda") ? 1 : 0;
        return count;
    }

private Q_SLOTS:
    void initTestCase()
    {
        device::openAccelerators();
        if (gpus() == 0)
            QSKIP("no CUDA device on this machine");
    }

    void oneCardKeepsItsNumbers() { ENLARGER_VERIFY(checkNccl(*device::findDevice("cuda"))); }

    void twoCardsMeetInTheMiddle()
    {
        if (gpus() < 2)
            QSKIP("one CUDA device only");
        const NcclAverage::Id id = NcclAverage::makeId();
        std::array<torch::Tensor, 2> buckets;
        const auto work = [&](int rank) {
            const torch::Device gpu(torch::kCUDA, c10::DeviceIndex(rank));
            NcclAverage average(id, rank, 2, gpu);
            buckets[std::size_t(rank)] = torch::full({1 << 20}, 1.0 + 2.0 * rank, torch::TensorOptions(gpu));
            average.begin(buckets[std::size_t(rank)]);
            average.finish();
            buckets[std::size_t(rank)] = buckets[std::size_t(rank)].cpu();
        };
        std::thread other(work, 1);
        work(0);
        other.join();
        for (const torch::Tensor& bucket : buckets)
            QVERIFY(torch::equal(bucket, torch::full_like(bucket, 2.0)));
    }
};

QTEST_GUILESS_MAIN(NcclAverageTest)
#include "nccl_average_test.moc"
