#include "cron/job_params.h"

#include "lib/json/json.h"
#include "lib/json/members.h"

namespace latchkey {
namespace {

struct ToJson {
  std::string operator()(const CustomerParams& params) const { return params.json(); }
  std::string operator()(const WelcomeParams& params) const {
    return JsonObject().text("email", params.email).text("full_name", params.full_name).str();
  }
};

}  // namespace

std::string json_of(const JobParams& params) { return std::visit(ToJson{}, params); }

Result<WelcomeParams> welcome_params(std::string_view json) {
  const auto parsed = parse_json(json);
  const auto email = text_member(parsed ? parsed->get() : nullptr, "email");
  if (!email) return Error::of(ErrorCode::kInternal, "the job has no e-mail to send to");
  return WelcomeParams{std::string(*email),
                       std::string(text_member(parsed->get(), "full_name").value_or(""))};
}

}  // namespace latchkey
