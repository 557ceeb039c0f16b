#include "handlers/analyses/handler.h"

#include <string_view>
#include <utility>

#include "db/calls/analysis_create.h"
#include "db/calls/analysis_get.h"
#include "db/calls/analysis_list.h"
#include "lib/api/cursor.h"
#include "lib/api/page.h"
#include "lib/base/text.h"
#include "lib/http/input.h"
#include "lib/http/limits.h"
#include "lib/json/json.h"

namespace latchkey {
namespace {

constexpr std::string_view kAnalyses = "/api/analyses";
constexpr std::string_view kOneAnalysis = "/api/analyses/";
constexpr std::size_t kUuidCharacters = 36;

Result<NewAnalysis> read_analysis(const Request& request) {
  const auto json = json_body(request);
  if (!json) return json.error();
  ObjectReader reader(json->get());
  NewAnalysis analysis;
  analysis.title = reader.text("title", 1, kMaxTitle);
  analysis.lead_id = reader.optional_text("lead_id", kUuidCharacters, kUuidCharacters);
  if (analysis.lead_id && !analysis.lead_id->empty() && !is_uuid(*analysis.lead_id)) {
    reader.report("lead_id", "must be the id of a lead");
  }
  analysis.input = reader.optional_object("input", kMaxObjectBytes);
  if (auto read = reader.finish(); !read) return read.error();
  return analysis;
}

Result<Response> create(const Request& request, const AccessClaims& who, Caller& db) {
  const auto attempt = attempt_of(request);
  if (!attempt) return attempt.error();
  const auto analysis = read_analysis(request);
  if (!analysis) return analysis.error();

  auto made = analysis_create(db, who, *analysis, *attempt);
  if (!made) return made.error();
  return created(std::move(*made));
}

Result<Response> list(const Request& request, const AccessClaims& who, Caller& db) {
  const auto start = page_start(request);
  if (!start) return start.error();

  const auto page = analysis_list(db, who, *start);
  if (!page) return page.error();
  return ok(page_json(page->items, page->next));
}

Result<Response> show(const Request& request, const AccessClaims& who, Caller& db) {
  const auto id = path_id(request, kOneAnalysis);
  if (!id) return id.error();

  auto analysis = analysis_get(db, who, *id);
  if (!analysis) return analysis.error();
  return ok(std::move(*analysis));
}

}  // namespace

Result<Response> handle_analyses(const Request& request, const AccessClaims& who, Caller& db) {
  if (request.path != kAnalyses) return show(request, who, db);
  // The gateway lets no other method through.
  return request.method == "POST" ? create(request, who, db) : list(request, who, db);
}

}  // namespace latchkey
