// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/device/device.h"
#include "core/system/main_memory.h"
#include "tests/support/test_files.h"

#include <QProcessEnvironment>
#include <QtTest>

#include <algorithm>

using namespace enlarger;
using namespace enlarger::device;

class DevicesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void precisionNames();
    void unknownPrecision();
    void theCpuIsFirst();
    void findsByName();
    void choosesAmongDevices();
    void unknownDevice();
    void memoryIsPlausible();
};

// Any thread may be the one that opens them, while others read the environment.
void DevicesTest::initTestCase()
{
    QVERIFY(qEnvironmentVariableIsSet("THP_MEM_ALLOC_ENABLE"));
    const QStringList before = QProcessEnvironment::systemEnvironment().toStringList();
    device::openAccelerators();
    QCOMPARE(QProcessEnvironment::systemEnvironment().toStringList(), before);
}

void DevicesTest::precisionNames()
{
    for (const device::Precision precision : {device::Precision::Auto, device::Precision::Fp32,
                                              device::Precision::Bf16, device::Precision::Fp16}) {
        const auto found = device::precisionFromName(device::precisionName(precision));
        ENLARGER_VERIFY(found);
        QCOMPARE(*found, precision);
    }
}

void DevicesTest::unknownPrecision()
{
    const auto found = device::precisionFromName("int8");
    QVERIFY(!found);
    QCOMPARE(found.error().kind, ErrorKind::BadInput);
    QVERIFY(found.error().text().find("int8") != std::string::npos);
    QVERIFY(found.error().text().find("bf16") != std::string::npos);
}

void DevicesTest::theCpuIsFirst()
{
    const std::vector<device::Device> all = device::devices();
    QVERIFY(!all.empty());
    const device::Device& cpu = all.front();
    QCOMPARE(cpu.name, std::string("cpu"));
    QVERIFY(cpu.description.find("core") != std::string::npos);
    QVERIFY(cpu.description.find("(R)") == std::string::npos);
    QVERIFY(cpu.bestPrecision == device::Precision::Fp32 || cpu.bestPrecision == device::Precision::Bf16);
    const auto has = [&](const char* feature) {
        return std::find(cpu.features.begin(), cpu.features.end(), feature) != cpu.features.end();
    };
    if (has("AMX BF16"))
        QCOMPARE(cpu.bestPrecision, device::Precision::Bf16);
    if (!has("AVX-512 BF16"))
        QCOMPARE(cpu.bestPrecision, device::Precision::Fp32);
    if (has("AVX-512"))
        QVERIFY(has("AVX2"));
}

void DevicesTest::findsByName()
{
    for (const device::Device& device : device::devices()) {
        const auto found = device::findDevice(device.name);
        ENLARGER_VERIFY(found);
        QCOMPARE(found->name, device.name);
    }
    const auto chosen = device::findDevice("auto");
    ENLARGER_VERIFY(chosen);
    QCOMPARE(chosen->name, device::devices().size() > 1 ? std::string("cuda:0") : std::string("cpu"));
}

void DevicesTest::choosesAmongDevices()
{
    std::vector<device::Device> all(1);
    all[0].name = "cpu";
    QVERIFY(device::chooseDevice(all, "auto") == &all[0]);
    QVERIFY(!device::chooseDevice(all, "cuda"));
    all.resize(3);
    all[1].name = "cuda:0";
    all[2].name = "cuda:1";
    for (const char* name : {"", "auto", "cuda", "cuda:0"})
        QVERIFY(device::chooseDevice(all, name) == &all[1]);
    QVERIFY(device::chooseDevice(all, "cpu") == &all[0]);
    QVERIFY(device::chooseDevice(all, "cuda:1") == &all[2]);
    QVERIFY(!device::chooseDevice(all, "cuda:2"));
    QVERIFY(!device::chooseDevice({}, "auto"));
}

void DevicesTest::unknownDevice()
{
    for (const char* name : {"gpu", "cuda:99", "CPU ", "cuda:"}) {
        const auto found = device::findDevice(name);
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
    QCOMPARE(device::devices().front().totalMemory, memory.total);
}

QTEST_GUILESS_MAIN(DevicesTest)
#include "devices_test.moc"
