#include "lib/api/business_profile.h"

#include <algorithm>
#include <array>
#include <optional>

#include "lib/http/limits.h"
#include "lib/json/json.h"

namespace latchkey {
namespace {

enum class Form { kText, kUrl, kObject };

struct Field {
  const char* name;
  std::string_view step;  // that asks for it; empty: none
  bool is_required;       // for the step to count as saved
  Form form;
  std::size_t min;  // kText: characters
  std::size_t max;  // characters; kObject: bytes
};

constexpr std::array kFields = {
    Field{"business_name", "business", true, Form::kText, 1, kMaxName},
    Field{"website", "business", false, Form::kUrl, 1, kMaxUrl},
    Field{"target_audience", "audience", true, Form::kText, 1, kMaxText},
    Field{"analysis_goals", "goals", true, Form::kText, 1, kMaxText},
    Field{"business_one_liner", "", false, Form::kText, 0, kMaxOneLiner},
    Field{"business_context_pack", "", false, Form::kObject, 0, kMaxObjectBytes},
};

void read_field(ObjectReader& reader, const Field& field, bool is_required, JsonObject& out) {
  if (field.form == Form::kObject) {
    if (const auto object = reader.optional_object(field.name, field.max)) {
      out.raw(field.name, *object);
    }
    return;
  }
  std::optional<std::string> value;
  if (field.form == Form::kUrl) {
    value = reader.optional_url(field.name, field.max);
  } else if (is_required) {
    value = reader.text(field.name, field.min, field.max);
  } else {
    value = reader.optional_text(field.name, field.min, field.max);
  }
  if (value) out.text(field.name, *value);
}

}  // namespace

bool is_onboarding_step(std::string_view step) {
  return !step.empty() && std::any_of(kFields.begin(), kFields.end(),
                                      [=](const Field& field) { return field.step == step; });
}

Result<std::string> read_step(std::string_view step, const json_t* data) {
  ObjectReader reader(data);
  JsonObject out;
  for (const Field& field : kFields) {
    if (field.step == step) read_field(reader, field, field.is_required, out);
  }
  if (auto read = reader.finish(); !read) return read.error();
  return out.str();
}

Result<std::string> read_profile(const json_t* body) {
  ObjectReader reader(body);
  JsonObject out;
  for (const Field& field : kFields) read_field(reader, field, false, out);
  if (auto read = reader.finish(); !read) return read.error();
  return out.str();
}

}  // namespace latchkey
