// Reads the one row that a stored function returns. What does not have the
// agreed shape is a defect: kInternal, with the function and the column.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "lib/api/user_account.h"
#include "lib/base/result.h"
#include "lib/postgres/caller.h"
#include "lib/postgres/params.h"

namespace latchkey {

// Calls `statement` and takes its row. Each getter remembers a column of another shape; finish()
// says so, and what the getters returned is to be used after it only.
class Row {
 public:
  static Result<Row> of_call(Caller& db, const Statement& statement, std::span<const Param> params);

  std::string text(int column);
  std::optional<std::string> optional_text(int column) const;
  std::int64_t number(int column);
  bool boolean(int column);
  // Nine columns from `first` on, in the order of UserAccount's members.
  UserAccount user_account(int first);
  [[nodiscard]] Result<Done> finish() const;

  // For a column `outcome` that none of the caller's cases matches.
  [[nodiscard]] Error unexpected(std::string_view outcome) const;

 private:
  Row(const char* function, Answer answer) : function_(function), answer_(std::move(answer)) {}
  std::optional<std::string_view> present(int column);

  const char* function_;
  Answer answer_;
  std::optional<int> bad_column_;
};

}  // namespace latchkey
