#include "handlers/service_analyses/handler.h"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "db/calls/service_analysis.h"
#include "lib/http/input.h"
#include "lib/http/limits.h"
#include "lib/json/json.h"

namespace latchkey {
namespace {

constexpr std::string_view kClaim = "/api/service/analyses/claim";
constexpr std::string_view kOneAnalysis = "/api/service/analyses/";
constexpr std::string_view kRenew = "/renew";
constexpr std::string_view kDone = "/done";
constexpr std::string_view kFail = "/fail";

Result<Response> ok_or(Result<std::string> answer) {
  if (!answer) return answer.error();
  return ok(std::move(*answer));
}

std::int64_t read_lease(ObjectReader& reader) {
  return reader.optional_number("lease", kMinLease, kMaxLease).value_or(kDefaultLease);
}

std::int64_t read_fence(ObjectReader& reader) {
  return reader.number("fence", 1, std::numeric_limits<std::int64_t>::max());
}

Result<Response> claim(const Request& request, const ServiceCaller& who, Caller& db) {
  const auto json = optional_json_body(request);
  if (!json) return json.error();
  ObjectReader reader(json->get());
  const std::int64_t lease = read_lease(reader);
  if (auto read = reader.finish(); !read) return read.error();

  return ok_or(service_analysis_claim(db, who, lease));
}

Result<Response> renew(const Request& request, const ServiceCaller& who, Caller& db) {
  const auto id = path_id(request, kOneAnalysis, kRenew);
  if (!id) return id.error();
  const auto json = json_body(request);
  if (!json) return json.error();
  ObjectReader reader(json->get());
  const Claimed claimed{*id, read_fence(reader)};
  const std::int64_t lease = read_lease(reader);
  if (auto read = reader.finish(); !read) return read.error();

  return ok_or(service_analysis_renew(db, who, claimed, lease));
}

Result<Response> done(const Request& request, const ServiceCaller& who, Caller& db) {
  const auto id = path_id(request, kOneAnalysis, kDone);
  if (!id) return id.error();
  const auto json = json_body(request);
  if (!json) return json.error();
  ObjectReader reader(json->get());
  const Claimed claimed{*id, read_fence(reader)};
  reader.member("result");
  const auto result = reader.optional_object("result", kMaxResultBytes);
  if (auto read = reader.finish(); !read) return read.error();

  return ok_or(service_analysis_done(db, who, claimed, *result));
}

Result<Response> give_up(const Request& request, const ServiceCaller& who, Caller& db) {
  const auto id = path_id(request, kOneAnalysis, kFail);
  if (!id) return id.error();
  const auto json = json_body(request);
  if (!json) return json.error();
  ObjectReader reader(json->get());
  const Claimed claimed{*id, read_fence(reader)};
  const std::string reason = reader.text("reason", 1, kMaxText);
  const bool retry = reader.optional_boolean("retry").value_or(false);
  if (auto read = reader.finish(); !read) return read.error();

  return ok_or(service_analysis_fail(db, who, claimed, reason, retry));
}

}  // namespace

Result<Response> handle_service_analyses(const Request& request, const ServiceCaller& who,
                                         Caller& db) {
  if (request.path == kClaim) return claim(request, who, db);
  if (request.path.ends_with(kRenew)) return renew(request, who, db);
  return request.path.ends_with(kDone) ? done(request, who, db) : give_up(request, who, db);
}

}  // namespace latchkey
