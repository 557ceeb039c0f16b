// Columns of text for a terminal.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace latchkey {

// Text from outside, fit for a terminal: control characters as \u00.., cut to `most` characters
// with an ellipsis.
std::string for_terminal(std::string_view text, std::size_t most);

class Table {
 public:
  explicit Table(std::vector<std::string> titles) { rows_.push_back(std::move(titles)); }

  // As many cells as there are titles.
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

  // Each column as wide as its widest cell.
  void print(std::ostream& out) const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace latchkey
