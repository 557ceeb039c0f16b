#include "cli/table.h"

#include <algorithm>

#include "lib/base/text.h"

namespace latchkey {
namespace {

constexpr std::string_view kEllipsis = "…";
constexpr std::string_view kGap = "  ";

std::size_t width(std::string_view cell) { return utf8_length(cell).value_or(cell.size()); }

}  // namespace

std::string for_terminal(std::string_view text, std::size_t most) {
  std::string escaped;
  append_json_string(escaped, text);
  std::string_view rest = std::string_view(escaped).substr(1, escaped.size() - 2);
  if (width(rest) <= most) return std::string(rest);
  std::string cut;
  for (std::size_t i = 0; i + 1 < most; ++i) {
    const std::size_t length = utf8_character(rest);
    cut += rest.substr(0, length);
    rest.remove_prefix(length);
  }
  return cut.append(kEllipsis);
}

void Table::print(std::ostream& out) const {
  std::vector<std::size_t> widths(rows_.front().size());
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (i > 0) line += kGap;
      line += row[i];
      if (i + 1 < widths.size()) line.append(widths[i] - width(row[i]), ' ');
    }
    out << line << '\n';
  }
}

}  // namespace latchkey
