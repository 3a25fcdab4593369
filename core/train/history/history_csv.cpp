// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/history/history_files.h"
#include "core/train/history/history_table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <fstream>
#include <optional>
#include <string_view>

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
        for (const auto& [name, value] : point.values)
            m_out << fmt::format("{},{},{},{}\n", point.step, historyKindName(point.kind), name, value);
    }

    std::filesystem::path m_file;
    std::vector<HistoryPoint> m_points;
    std::ofstream m_out;
};

struct Row
{
    std::int64_t step = 0;
    HistoryPoint::Kind kind = HistoryPoint::Kind::Steps;
    std::string name;
    double value = 0.0;
};

/// Nothing where the line is damaged, or has been cut off.
std::optional<Row> rowIn(std::string_view line)
{
    std::array<std::string_view, 4> cells; // step, kind, name, value
    for (std::string_view& cell : cells) {
        const std::size_t end = line.find(',');
        cell = line.substr(0, end);
        line.remove_prefix(std::min(cell.size() + 1, line.size()));
    }
    const auto isNumber = [](std::string_view cell, auto& number) {
        const auto end = cell.data() + cell.size();
        return !cell.empty() && std::from_chars(cell.data(), end, number).ptr == end;
    };
    Row row;
    const auto kind = historyKindFrom(cells[1]);
    if (!kind || !isNumber(cells[0], row.step) || !isNumber(cells[3], row.value))
        return {};
    row.kind = *kind;
    row.name = cells[2];
    return row;
}

} // namespace

std::vector<HistoryPoint> readHistoryCsv(const std::filesystem::path& file)
{
    std::vector<HistoryPoint> points;
    std::ifstream in(file);
    std::string line;
    std::getline(in, line); // the heading
    while (std::getline(in, line)) {
        const auto row = rowIn(line);
        if (!row)
            break;
        if (points.empty() || points.back().step != row->step || points.back().kind != row->kind)
            points.push_back({row->kind, row->step, {}});
        points.back().values[row->name] = row->value;
    }
    return points;
}

Result<HistorySink> openHistoryCsv(const std::filesystem::path& file, const std::vector<HistoryPoint>& before)
{
    return openTable<Table>(file, before);
}

} // namespace enlarger::train
