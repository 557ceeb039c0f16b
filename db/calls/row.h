// Reads the rows that a stored function returns. What does not have the agreed shape is a defect:
// kInternal, with the function and the column.
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

// Calls `statement` and takes its one row. Each getter remembers a column of another shape;
// finish() says so, and what the getters returned is to be used after it only.
class Row {
 public:
  static Result<Row> of_call(Caller& db, const Statement& statement, std::span<const Param> params);

  std::string text(int column);
  [[nodiscard]] std::optional<std::string> optional_text(int column) const;
  [[nodiscard]] bool is_null(int column) const { return !answer_.field(at_, column); }
  std::int64_t number(int column);
  bool boolean(int column);
  // Ten columns from `first` on, in the order of UserAccount's members.
  UserAccount user_account(int first);
  [[nodiscard]] Result<Done> finish() const;

  // For a column `outcome` that none of the caller's cases matches.
  [[nodiscard]] Error unexpected(std::string_view outcome) const;

 protected:
  Row(const char* function, Answer answer, int at)
      : function_(function), answer_(std::move(answer)), at_(at) {}

  const char* function_;
  Answer answer_;
  int at_;

 private:
  std::optional<std::string_view> present(int column);

  std::optional<int> bad_column_;
};

// The same for any number of rows, read one after the other. finish() speaks for all of them.
//   while (rows->next()) jobs.push_back({rows->number(0), rows->text(1)});
class Rows : public Row {
 public:
  static Result<Rows> of_call(Caller& db, const Statement& statement,
                              std::span<const Param> params);

  // Moves on to the next row, at first to the first one; false where there is none.
  bool next() { return ++at_ < answer_.rows(); }

  // `items`, or what was wrong with a row that one of them was read from.
  template <typename T>
  [[nodiscard]] Result<T> checked(T items) const {
    if (auto sound = finish(); !sound) return sound.error();
    return items;
  }

 private:
  using Row::Row;
};

}  // namespace latchkey
