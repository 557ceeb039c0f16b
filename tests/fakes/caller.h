// A database for tests: it answers what the test says and remembers what it was asked. rows.h names
// the columns of long rows.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

class FakeCaller : public Caller {
 public:
  using Field = std::optional<std::string>;
  using Row = std::vector<Field>;

  struct Call {
    std::string statement;
    std::vector<Field> params;
  };

  // What the next calls return: one row, whose further columns are NULL.
  void answers(Row row) { answers_rows({std::move(row)}); }
  void answers_rows(std::vector<Row> rows) {
    rows_ = std::move(rows);
    error_.reset();
  }
  // Each call of one function gets the next of these answers, and no rows after the last.
  void answers(const std::string& statement, std::vector<Row> rows) {
    scripts_[statement].push_back(std::move(rows));
  }
  // `statement`: it alone fails; empty: every one.
  void fails(ErrorCode code, std::string statement = {}) {
    error_ = Error::of(code, "made up");
    failing_ = std::move(statement);
  }

  std::vector<Call> calls;

  Result<Answer> call(const Statement& statement, std::span<const Param> params) override {
    Call made{statement.name, {}};
    for (const Param& param : params) {
      made.params.push_back(param.value ? Field(*param.value) : std::nullopt);
    }
    calls.push_back(std::move(made));
    if (error_ && (failing_.empty() || failing_ == statement.name)) return *error_;
    if (const auto script = scripts_.find(statement.name); script != scripts_.end()) {
      return Answer(std::make_unique<Rows>(next_of(script->second)));
    }
    return Answer(std::make_unique<Rows>(rows_));
  }

 private:
  static std::vector<Row> next_of(std::deque<std::vector<Row>>& script) {
    if (script.empty()) return {};
    std::vector<Row> rows = std::move(script.front());
    script.pop_front();
    return rows;
  }

  class Rows : public Answer::Source {
   public:
    explicit Rows(std::vector<Row> rows) : rows_(std::move(rows)) {}
    [[nodiscard]] int rows() const override { return static_cast<int>(rows_.size()); }
    [[nodiscard]] std::optional<std::string_view> field(int row, int column) const override {
      const Row& fields = rows_.at(static_cast<std::size_t>(row));
      const auto at = static_cast<std::size_t>(column);
      if (at >= fields.size() || !fields[at]) return std::nullopt;
      return *fields[at];
    }

   private:
    std::vector<Row> rows_;
  };

  std::vector<Row> rows_;
  std::map<std::string, std::deque<std::vector<Row>>> scripts_;
  std::optional<Error> error_;
  std::string failing_;
};

}  // namespace latchkey
