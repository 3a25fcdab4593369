// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/device.h"
#include "core/infer/main_memory.h"
#include "tests/support/test_files.h"

#include <QtTest>

#include <algorithm>

using namespace enlarger;
using namespace enlarger::infer;

class DevicesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { openAccelerators(); }
    void precisionNames();
    void unknownPrecision();
    void theCpuIsFirst();
    void findsByName();
    void unknownDevice();
    void memoryIsPlausible();
};

void DevicesTest::precisionNames()
{
    for (const Precision precision : {Precision::Auto, Precision::Fp32, Precision::Bf16, Precision::Fp16}) {
        const auto found = precisionFromName(precisionName(precision));
        ENLARGER_VERIFY(found);
        QCOMPARE(*found, precision);
    }
}

void DevicesTest::unknownPrecision()
{
    const auto found = precisionFromName("int8");
    QVERIFY(!found);
    QCOMPARE(found.error().kind, ErrorKind::BadInput);
    QVERIFY(found.error().text().find("int8") != std::string::npos);
    QVERIFY(found.error().text().find("bf16") != std::string::npos);
}

void DevicesTest::theCpuIsFirst()
{
    const std::vector<Device> all = devices();
    QVERIFY(!all.empty());
    const Device& cpu = all.front();
    QCOMPARE(cpu.name, std::string("cpu"));
    QVERIFY(cpu.description.find("core") != std::string::npos);
    QVERIFY(cpu.description.find("(R)") == std::string::npos);
    QVERIFY(cpu.bestPrecision == Precision::Fp32 || cpu.bestPrecision == Precision::Bf16);
    const auto has = [&](const char* feature) {
        return std::find(cpu.features.begin(), cpu.features.end(), feature) != cpu.features.end();
    };
    if (has("AMX BF16"))
        QCOMPARE(cpu.bestPrecision, Precision::Bf16);
    if (!has("AVX-512 BF16"))
        QCOMPARE(cpu.bestPrecision, Precision::Fp32);
    if (has("AVX-512"))
        QVERIFY(has("AVX2"));
}

void DevicesTest::findsByName()
{
    for (const Device& device : devices()) {
        const auto found = findDevice(device.name);
        ENLARGER_VERIFY(found);
        QCOMPARE(found->name, device.name);
    }
    const auto chosen = findDevice("auto");
    ENLARGER_VERIFY(chosen);
    QCOMPARE(chosen->name, devices().size() > 1 ? std::string("cuda:0") : std::string("cpu"));
}

void DevicesTest::unknownDevice()
{
    for (const char* name : {"gpu", "cuda:99", "CPU ", "cuda:"}) {
        const auto found = findDevice(name);
        QVERIFY(!found);
        QCOMPARE(found.error().kind, ErrorKind::BadInput);
        QVERIFY2(found.error().text().find("cpu") != std::string::npos, "the message lists what there is");
    }
}

void DevicesTest::memoryIsPlausible()
{
    const MainMemory memory = mainMemory();
    QVERIFY(memory.total > (std::int64_t(1) << 26));
    QVERIFY(memory.free > 0);
    QVERIFY(memory.free <= memory.total);
    QCOMPARE(devices().front().totalMemory, memory.total);
}

QTEST_GUILESS_MAIN(DevicesTest)
#include "devices_test.moc"
