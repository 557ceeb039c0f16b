#include "db/calls/row.h"

#include "lib/base/number.h"

namespace latchkey {

Result<Row> Row::of_call(Caller& db, const Statement& statement, std::span<const Param> params) {
  auto answer = db.call(statement, params);
  if (!answer) return answer.error();
  if (answer->rows() != 1) {
    return Error::of(ErrorCode::kInternal, std::string(statement.name) + " returned " +
                                               std::to_string(answer->rows()) + " rows");
  }
  return Row(statement.name, std::move(*answer), 0);
}

Result<Rows> Rows::of_call(Caller& db, const Statement& statement, std::span<const Param> params) {
  auto answer = db.call(statement, params);
  if (!answer) return answer.error();
  return Rows(statement.name, std::move(*answer), -1);
}

std::optional<std::string_view> Row::present(int column) {
  const auto field = answer_.field(at_, column);
  if (!field && !bad_column_) bad_column_ = column;
  return field;
}

std::string Row::text(int column) { return std::string(present(column).value_or("")); }

std::optional<std::string> Row::optional_text(int column) const {
  const auto field = answer_.field(at_, column);
  return field ? std::optional<std::string>(*field) : std::nullopt;
}

std::int64_t Row::number(int column) {
  const auto value = whole_number<std::int64_t>(present(column).value_or("0"));
  if (!value && !bad_column_) bad_column_ = column;
  return value.value_or(0);
}

bool Row::boolean(int column) {
  const std::string_view field = present(column).value_or("f");
  if (field != "t" && field != "f" && !bad_column_) bad_column_ = column;
  return field == "t";
}

UserAccount Row::user_account(int first) {
  UserAccount who;
  who.user_id = text(first);
  who.email = text(first + 1);
  who.full_name = text(first + 2);
  who.avatar_url = optional_text(first + 3);
  who.account_id = text(first + 4);
  who.account_name = text(first + 5);
  who.account_slug = text(first + 6);
  who.credits = number(first + 7);
  who.available = number(first + 8);
  who.onboarding_completed = boolean(first + 9);
  return who;
}

Result<Done> Row::finish() const {
  if (!bad_column_) return Done{};
  return Error::of(
      ErrorCode::kInternal,
      std::string(function_) + " returned an unexpected column " + std::to_string(*bad_column_));
}

Error Row::unexpected(std::string_view outcome) const {
  return Error::of(ErrorCode::kInternal,
                   std::string(function_) + " returned the outcome '" + std::string(outcome) + "'");
}

}  // namespace latchkey
