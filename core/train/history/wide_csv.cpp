// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/history/history_files.h"
#include "core/train/history/history_table.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>

namespace enlarger::train {

namespace {

class WideTable
{
public:
    WideTable(std::filesystem::path file, const std::vector<HistoryPoint>& points)
        : m_file(std::move(file))
    {
        for (const HistoryPoint& point : points)
            if (point.kind != HistoryPoint::Kind::Event)
                take(point);
        writeAll();
    }

    bool isWritten() const { return bool(m_out); }

    void add(const HistoryPoint& point)
    {
        if (point.kind == HistoryPoint::Kind::RolledBack) {
            std::erase_if(m_rows, [&](const auto& row) { return row.first > point.step; });
            writeAll();
            return;
        }
        if (point.kind == HistoryPoint::Kind::Event)
            return;
        const bool isNewRow = m_rows.empty() || m_rows.rbegin()->first < point.step;
        const std::size_t columns = m_columns.size();
        take(point);
        if (isNewRow && columns == m_columns.size() && m_out)
            write(m_rows.rbegin()->first, m_rows.rbegin()->second);
        else
            writeAll(); // another column, or more in a row that stands there already
        m_out.flush();
    }

private:
    void take(const HistoryPoint& point)
    {
        const std::string prefix = point.kind == HistoryPoint::Kind::Validation ? "validation " : "";
        for (const auto& [name, value] : point.values) {
            m_rows[point.step][prefix + name] = value;
            if (std::ranges::find(m_columns, prefix + name) == m_columns.end())
                m_columns.push_back(prefix + name);
        }
    }

    void writeAll()
    {
        m_out = std::ofstream(m_file, std::ios::trunc);
        m_out << "step";
        for (const std::string& column : m_columns)
            m_out << ',' << column;
        m_out << '\n';
        for (const auto& [step, values] : m_rows)
            write(step, values);
        m_out.flush();
    }

    void write(std::int64_t step, const std::map<std::string, double>& values)
    {
        m_out << step;
        for (const std::string& column : m_columns) {
            const auto value = values.find(column);
            m_out << ',' << (value == values.end() ? std::string() : fmt::format("{}", value->second));
        }
        m_out << '\n';
    }

    std::filesystem::path m_file;
    std::vector<std::string> m_columns; // in the order in which they came
    std::map<std::int64_t, std::map<std::string, double>> m_rows;
    std::ofstream m_out;
};

} // namespace

Result<HistorySink> openWideCsv(const std::filesystem::path& file, const std::vector<HistoryPoint>& before)
{
    return openTable<WideTable>(file, before);
}

} // namespace enlarger::train
