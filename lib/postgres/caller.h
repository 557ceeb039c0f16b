// The seam between handlers and the database: call one stored function, get its rows.
// One real class (connection.h) and a fake for tests (tests/fakes/caller.h); db/calls/ has the
// typed bindings.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "lib/base/result.h"

namespace latchkey {

// A statement is text of the program, prepared at its first use on a connection.
struct Statement {
  const char* name;  // unique in the program, e.g. "session_get"
  const char* sql;   // SELECT … FROM latchkey_api.session_get($1, $2)
};

// A parameter in text form, or SQL NULL. bytea goes as bytes in binary form.
struct Param {
  std::optional<std::string_view> value;
  bool binary = false;
};

// What a function returned. It owns the fields that its views point at.
class Answer {
 public:
  class Source {
   public:
    virtual ~Source() = default;
    [[nodiscard]] virtual int rows() const = 0;
    // Text form; nothing for SQL NULL. Precondition: row and column exist.
    [[nodiscard]] virtual std::optional<std::string_view> field(int row, int column) const = 0;
  };

  explicit Answer(std::unique_ptr<const Source> source) : source_(std::move(source)) {}

  [[nodiscard]] int rows() const { return source_->rows(); }
  [[nodiscard]] std::optional<std::string_view> field(int row, int column) const {
    return source_->field(row, column);
  }

 private:
  std::unique_ptr<const Source> source_;
};

class Caller {
 public:
  virtual ~Caller() = default;

  // Runs one statement in its own transaction, in one round trip (two at its first use).
  // kUnavailable: the database is down or busy; the statement may or may not have taken effect, so
  // every function is safe to repeat. kInternal: a defect; the detail has the SQLSTATE.
  virtual Result<Answer> call(const Statement& statement, std::span<const Param> params) = 0;
};

}  // namespace latchkey
