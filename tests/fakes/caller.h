// A database for handler tests: answers each call with the rows that the test gave, and remembers
// what it was asked.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/postgres/caller.h"

namespace latchkey {

class FakeCaller final : public Caller {
 public:
  using Fields = std::vector<std::optional<std::string>>;

  // Each call of one function gets the next of these answers, and no rows after the last.
  void answers(const std::string& function, std::vector<Fields> rows) {
    scripts_[function].push_back(std::move(rows));
  }
  // Every other call from now on gets these rows, or this error.
  void answers(std::vector<Fields> rows) {
    rows_ = std::move(rows);
    error_.reset();
  }
  void fails(Error error) { error_ = std::move(error); }

  Result<Answer> call(const Statement& statement, std::span<const Param> params) override {
    ++calls;
    last_function = statement.name;
    last_params.clear();
    for (const Param& param : params) {
      last_params.push_back(param.value ? std::optional<std::string>(*param.value) : std::nullopt);
    }
    asked.push_back({last_function, last_params});
    if (error_) return *error_;
    if (const auto script = scripts_.find(statement.name); script != scripts_.end()) {
      if (script->second.empty()) return Answer(std::make_unique<Rows>(std::vector<Fields>{}));
      const std::vector<Fields> rows = script->second.front();
      script->second.pop_front();
      return Answer(std::make_unique<Rows>(rows));
    }
    return Answer(std::make_unique<Rows>(rows_));
  }

  struct Asked {
    std::string function;
    Fields params;
  };
  std::vector<Asked> asked;  // oldest first
  int calls = 0;
  std::string last_function;
  Fields last_params;

 private:
  class Rows final : public Answer::Source {
   public:
    explicit Rows(std::vector<Fields> rows) : rows_(std::move(rows)) {}
    [[nodiscard]] int rows() const override { return static_cast<int>(rows_.size()); }
    [[nodiscard]] std::optional<std::string_view> field(int row, int column) const override {
      return rows_.at(static_cast<std::size_t>(row)).at(static_cast<std::size_t>(column));
    }

   private:
    std::vector<Fields> rows_;
  };

  std::map<std::string, std::deque<std::vector<Fields>>> scripts_;
  std::vector<Fields> rows_;
  std::optional<Error> error_;
};

}  // namespace latchkey
