#include "db/calls/analysis_get.h"

#include <array>

namespace latchkey {
namespace {

constexpr Statement kAnalysisGet{
    "analysis_get", "SELECT outcome, analysis FROM latchkey_api.analysis_get($1, $2, $3)"};

}  // namespace

Result<std::string> analysis_get(Caller& db, const AccessClaims& who, std::string_view id) {
  const std::array params = {text_param(who.session_id), text_param(who.user_id), text_param(id)};
  return call_for_json(db, kAnalysisGet, params, "found");
}

}  // namespace latchkey
