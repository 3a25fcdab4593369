// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/hdr_bar.h"

#include "app/session/document.h"
#include "core/image/write/photo_writer.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace enlarger;

class HdrBarTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    /// A PNG that names these colours by H.273's numbers.
    std::unique_ptr<app::Document> document(const char* name, int primaries, int transfer)
    {
        image::PhotoContent content;
        content.width = content.height = 8;
        content.metadata.colours.primaries = primaries;
        content.metadata.colours.transfer = transfer;
        const std::filesystem::path file = std::filesystem::path(m_folder.path().toStdString()) / name;
        auto writer = image::PhotoWriter::create(file, content, {.format = image::PhotoFormat::Png});
        if (!writer || !writer->write(image::Image(8, 8, 3)) || !writer->finish())
            return nullptr;
        return std::make_unique<app::Document>(file);
    }

private Q_SLOTS:
    void saysWhatIsHdrWhileItIsShown()
    {
        const auto hdr = document("hdr.png", 9, 16), wide = document("wide.png", 12, 13);
        QVERIFY(hdr && wide);
        QWidget window;
        ui::HdrBar bar(&window);
        window.show();
        bar.setDocument(hdr.get());
        QVERIFY(!bar.isVisible()); // not known yet
        hdr->readHeader();
        QTRY_VERIFY(bar.isVisible());
        QVERIFY(bar.text().contains(QStringLiteral("hdr.png is HDR (BT.2020 with PQ)")));

        wide->readHeader();
        QTRY_VERIFY(wide->hasInfo());
        bar.setDocument(wide.get());
        QVERIFY(!bar.isVisible());
        bar.setDocument(hdr.get());
        QVERIFY(bar.isVisible());
        bar.setDocument(nullptr);
        QVERIFY(!bar.isVisible());
    }
};

QTEST_MAIN(HdrBarTest)
#include "hdr_bar_test.moc"
