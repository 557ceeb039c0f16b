// The admin command as it is typed: runs it and keeps what it printed.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "cli/database.h"
#include "tests/fakes/caller.h"

namespace latchkey {

inline constexpr int kNotACommand = -1;

struct Typed {
  std::string out;
  std::string err;

  // Parses `words` with the subcommands that `add` makes and keeps until `parse` returns. Gives the
  // exit code, or kNotACommand.
  int run(const std::vector<std::string>& words,
          const std::function<void(CLI::App&, const std::function<void()>& parse)>& add) {
    std::ostringstream printed;
    std::ostringstream errors;
    auto* const outer_out = std::cout.rdbuf(printed.rdbuf());
    auto* const outer_err = std::cerr.rdbuf(errors.rdbuf());
    CLI::App app;
    int code = 0;
    try {
      add(app, [&] { app.parse(std::vector<std::string>(words.rbegin(), words.rend())); });
    } catch (const CLI::RuntimeError& error) {
      code = error.get_exit_code();
    } catch (const CLI::ParseError&) {
      code = kNotACommand;
    }
    std::cout.rdbuf(outer_out);
    std::cerr.rdbuf(outer_err);
    out = printed.str();
    err = errors.str();
    return code;
  }
};

// Passes calls on to the test's own database, which stays the test's.
class Borrowed final : public Caller {
 public:
  explicit Borrowed(FakeCaller& db) : db_(db) {}
  Result<Answer> call(const Statement& statement, std::span<const Param> params) override {
    return db_.call(statement, params);
  }

 private:
  FakeCaller& db_;
};

inline Connect to(FakeCaller& db) {
  return [&db] { return Result<std::unique_ptr<Caller>>(std::make_unique<Borrowed>(db)); };
}

}  // namespace latchkey
