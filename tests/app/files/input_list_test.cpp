// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/input_list.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <sys/stat.h>

using namespace enlarger::app;
namespace fs = std::filesystem;

class InputListTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    fs::path path(const std::string& name = {}) const
    {
        return fs::path(m_folder.path().toStdString()) / name;
    }
    void touch(const std::string& name) const
    {
        fs::create_directories(path(name).parent_path());
        std::ofstream(path(name)) << name;
    }
    std::vector<std::string> found(const InputList& list) const
    {
        std::vector<std::string> names;
        for (const InputPhoto& photo : list.photos)
            names.push_back(photo.file.lexically_relative(path()).string());
        return names;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = QTemporaryDir();
        for (const char* name : {"b.jpg", "a.PNG", "notes.txt", ".hidden.jpg", "sub/c.tif", "sub/deep/d.heic",
                                 ".git/e.png", "noextension"})
            touch(name);
    }

    void readsAFolderFlat()
    {
        const InputList list = collectInputs({path()}, false);
        QCOMPARE(found(list), (std::vector<std::string>{"a.PNG", "b.jpg"}));
        QVERIFY(list.hasFolder && list.problems.empty() && list.photos[0].fromFolder);
    }

    void readsAFolderDeep()
    {
        const InputList list = collectInputs({path()}, true);
        QCOMPARE(found(list), (std::vector<std::string>{"a.PNG", "b.jpg", "sub/c.tif", "sub/deep/d.heic"}));
        QCOMPARE(list.photos[3].subfolder, fs::path("sub/deep"));
        QCOMPARE(list.photos[0].subfolder, fs::path());
    }

    void takesNamedFilesWhateverTheyAreCalled()
    {
        const InputList list =
            collectInputs({path("notes.txt"), path("noextension"), path(".hidden.jpg")}, false);
        QCOMPARE(list.photos.size(), std::size_t(3));
        QVERIFY(!list.photos[0].fromFolder && !list.hasFolder);
    }

    void takesEachFileOnce()
    {
        fs::create_symlink(path("b.jpg"), path("sub/again.jpg"));
        const InputList list = collectInputs({path("b.jpg"), path(), path("sub/../b.jpg")}, true);
        QCOMPARE(found(list), (std::vector<std::string>{"b.jpg", "a.PNG", "sub/c.tif", "sub/deep/d.heic"}));
    }

    void leavesTheResultsFolderOut()
    {
        const InputList list = collectInputs({path()}, true, path("sub/deep/"));
        QCOMPARE(found(list), (std::vector<std::string>{"a.PNG", "b.jpg", "sub/c.tif"}));
    }

    void passesOverFoldersOfOtherPrograms()
    {
        for (const char* name :
             {"sub/@eaDir/c.tif/SYNOPHOTO_THUMB_M.jpg", "#recycle/old.jpg", "Previews.lrdata/1/2.jpg",
              "__MACOSX/._b.jpg", ".Trash-1000/files/gone.jpg", "._b.jpg"})
            touch(name);
        const InputList deep = collectInputs({path()}, true);
        QCOMPARE(found(deep), (std::vector<std::string>{"a.PNG", "b.jpg", "sub/c.tif", "sub/deep/d.heic"}));
        QCOMPARE(deep.passedOver.count(), std::size_t(5));
        QCOMPARE(collectInputs({path()}, false).passedOver.count(), std::size_t(0)); // no folder is entered

        const InputList named = collectInputs({path("#recycle"), path("Previews.lrdata")}, true);
        QCOMPARE(found(named), (std::vector<std::string>{"#recycle/old.jpg", "Previews.lrdata/1/2.jpg"}));
        QCOMPARE(named.passedOver.count(), std::size_t(0));
    }

    void doesNotRunInCircles()
    {
        fs::create_directory_symlink(path(), path("sub/loop"));
        QCOMPARE(collectInputs({path()}, true).photos.size(), std::size_t(4));
    }

    void namesWhatItCannotTake()
    {
        fs::create_directory(path("empty"));
        QVERIFY(::mkfifo(path("pipe.jpg").c_str(), 0600) == 0);
        const InputList list =
            collectInputs({path("missing.jpg"), path("empty"), path("pipe.jpg"), path("b.jpg")}, false);
        QCOMPARE(list.photos.size(), std::size_t(1));
        QCOMPARE(list.problems.size(), std::size_t(3));
        QCOMPARE(list.problems[0].file, path("missing.jpg"));
    }
};

QTEST_GUILESS_MAIN(InputListTest)
#include "input_list_test.moc"
