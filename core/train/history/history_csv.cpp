// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/history/history_files.h"

#include <fmt/format.h>
#include <fstream>

namespace enlarger::train {

namespace {

class Table
{
public:
    Table(std::filesystem::path file, std::vector<HistoryPoint> points)
        : m_file(std::move(file))
        , m_points(std::move(points))
    {
        writeAll();
    }

    bool isWritten() const { return bool(m_out); }

    void add(const HistoryPoint& point)
    {
        if (point.kind == HistoryPoint::Kind::RolledBack) {
            std::erase_if(m_points, [&](const HistoryPoint& known) { return known.step > point.step; });
            writeAll();
            return;
        }
        m_points.push_back(point);
        if (m_out)
            write(point);
        else
            writeAll(); // the disk was full, and may no longer be
        m_out.flush();
    }

private:
    void writeAll()
    {
        m_out = std::ofstream(m_file, std::ios::trunc);
        m_out << "step,kind,name,value\n";
        for (const HistoryPoint& point : m_points)
            write(point);
        m_out.flush();
    }

    void write(const HistoryPoint& point)
    {
        const char* kind = point.kind == HistoryPoint::Kind::Steps ? "steps" : "validation";
        for (const auto& [name, value] : point.values)
            m_out << fmt::format("{},{},{},{}\n", point.step, kind, name, value);
    }

    std::filesystem::path m_file;
    std::vector<HistoryPoint> m_points;
    std::ofstream m_out;
};

} // namespace

Result<HistorySink> openHistoryCsv(const std::filesystem::path& file, const std::vector<HistoryPoint>& before)
{
    const auto table = std::make_shared<Table>(file, before);
    if (!table->isWritten())
        return Error{ErrorKind::Io, "the curves cannot be written", file, "Choose another folder"};
    return HistorySink([table](const HistoryPoint& point) { table->add(point); });
}

} // namespace enlarger::train
