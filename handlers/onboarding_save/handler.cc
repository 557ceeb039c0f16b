#include "handlers/onboarding_save/handler.h"

#include <string>
#include <utility>

#include "db/calls/onboarding_save_step.h"
#include "lib/api/business_profile.h"
#include "lib/http/input.h"
#include "lib/json/json.h"

namespace latchkey {
namespace {

constexpr std::size_t kMaxStepName = 32;

struct StepInput {
  std::string step;
  std::string data;  // the step's fields as a JSON object
};

// The fields of `data` as the client has to look for them.
Error inside_data(Error error) {
  for (FieldError& field : error.fields) field.field.insert(0, "data.");
  return error;
}

Result<StepInput> read_input(const Request& request) {
  const auto json = json_body(request);
  if (!json) return json.error();
  ObjectReader reader(json->get());
  StepInput input{reader.text("step", 1, kMaxStepName), {}};
  if (!input.step.empty() && !is_onboarding_step(input.step)) {
    reader.report("step", "must be business, audience or goals");
  }
  const json_t* data = reader.object("data");
  if (auto read = reader.finish(); !read) return read.error();

  auto fields = read_step(input.step, data);
  if (!fields) return inside_data(fields.error());
  input.data = std::move(*fields);
  return input;
}

}  // namespace

Result<Response> handle_onboarding_save(const Request& request, const AccessClaims& who,
                                        Caller& db) {
  const auto input = read_input(request);
  if (!input) return input.error();

  auto progress = onboarding_save_step(db, who, input->step, input->data);
  if (!progress) return progress.error();
  return ok(std::move(*progress));
}

}  // namespace latchkey
