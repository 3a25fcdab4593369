// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/hash_cache.h"

#include "core/base/file_hash.h"

#include <QTemporaryDir>
#include <QTest>

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <memory>

using namespace enlarger;
using enlarger::models::HashCache;
namespace fs = std::filesystem;

class HashCacheTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void knownFilesAreNotReadAgain();
    void aChangedFileIsReadAgain();
    void whatTwoLearnStays();
    void filesThatAreGoneAreForgotten();
    void strangeEntriesAreIgnored();
    void aMissingFileIsAnError();

private:
    fs::path path(const char* name) const { return fs::path(m_folder->path().toStdString()) / name; }
    fs::path cacheFile() const { return path("cache/model-hashes.json"); }
    fs::path made(const char* name, const std::string& bytes) const
    {
        std::ofstream(path(name), std::ios::binary) << bytes;
        return path(name);
    }
    std::string stored() const
    {
        std::ifstream in(cacheFile());
        return {std::istreambuf_iterator<char>(in), {}};
    }
    /// Stores an entry as versions before this one did.
    void store(const fs::path& file, const std::string& sha256) const
    {
        fs::create_directories(cacheFile().parent_path());
        std::ofstream(cacheFile()) << fmt::format(
            "{{\n \"{}\": [\n  {},\n  {},\n  \"{}\"\n ]\n}}\n", fs::weakly_canonical(file).string(),
            fs::file_size(file), fs::last_write_time(file).time_since_epoch().count(), sha256);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void HashCacheTest::knownFilesAreNotReadAgain()
{
    const fs::path file = made("a.pth", "weights");
    const std::string madeUp(64, 'a');
    store(file, madeUp);
    HashCache cache(path("cache"));
    QCOMPARE(*cache.hashOf(file), madeUp);
    const std::string before = stored();
    cache.save();
    QCOMPARE(stored(), before);
}

void HashCacheTest::aChangedFileIsReadAgain()
{
    const fs::path file = made("a.pth", "weights");
    store(file, std::string(64, 'a'));
    made("a.pth", "other weights");
    HashCache cache(path("cache"));
    QCOMPARE(*cache.hashOf(file), *sha256Of(file));
    cache.save();
    QVERIFY(stored().find(*sha256Of(file)) != std::string::npos);
    QCOMPARE(*HashCache(path("cache")).hashOf(file), *sha256Of(file));
}

void HashCacheTest::whatTwoLearnStays()
{
    HashCache one(path("cache"));
    HashCache two(path("cache"));
    const auto first = one.hashOf(made("a.pth", "a"));
    const auto second = two.hashOf(made("b.pth", "b"));
    one.save();
    two.save();
    QVERIFY(stored().find(*first) != std::string::npos);
    QVERIFY(stored().find(*second) != std::string::npos);
}

void HashCacheTest::filesThatAreGoneAreForgotten()
{
    HashCache cache(path("cache"));
    const auto gone = cache.hashOf(made("gone.pth", "gone"));
    cache.save();
    QVERIFY(stored().find(*gone) != std::string::npos);
    fs::remove(path("gone.pth"));
    QVERIFY(cache.hashOf(made("new.pth", "new")));
    cache.save();
    QVERIFY(stored().find(*gone) == std::string::npos);
}

void HashCacheTest::strangeEntriesAreIgnored()
{
    const fs::path file = made("a.pth", "weights");
    const std::string name = fs::weakly_canonical(file).string();
    fs::create_directories(path("cache"));
    for (const char* entry :
         {"7", "[]", "[7, 0]", "[7, 0, \"short\"]", "[\"7\", 0, \"\"]", "[7, 0.5, null]"}) {
        std::ofstream(cacheFile()) << fmt::format("{{\"{}\": {}}}", name, entry);
        HashCache cache(path("cache"));
        QCOMPARE(*cache.hashOf(file), *sha256Of(file));
        cache.save();
        QVERIFY(stored().find(*sha256Of(file)) != std::string::npos);
    }
}

void HashCacheTest::aMissingFileIsAnError()
{
    const auto hash = HashCache(path("cache")).hashOf(path("none.pth"));
    QVERIFY(!hash);
    QCOMPARE(hash.error().kind, ErrorKind::Io);
    QVERIFY(!fs::exists(cacheFile()));
}

QTEST_GUILESS_MAIN(HashCacheTest)
#include "hash_cache_test.moc"
