#include "db/calls/analysis_get.h"

namespace latchkey {
namespace {

constexpr Statement kAnalysisGet{
    "analysis_get", "SELECT outcome, analysis FROM latchkey_api.analysis_get($1, $2, $3)"};

}  // namespace

Result<std::string> analysis_get(Caller& db, const AccessClaims& who, std::string_view id) {
  const Params params{who.session_id, who.user_id, id};
  return call_for_json(db, kAnalysisGet, params, "found");
}

}  // namespace latchkey
