#include "db/calls/analysis_create.h"

#include <array>

namespace latchkey {
namespace {

constexpr Statement kAnalysisCreate{
    "analysis_create",
    "SELECT outcome, analysis FROM latchkey_api.analysis_create($1, $2, $3, $4, $5, $6)"};

}  // namespace

Result<std::string> analysis_create(Caller& db, const AccessClaims& who,
                                    const NewAnalysis& analysis, const Attempt& attempt) {
  const std::array params = {text_param(who.session_id), text_param(who.user_id),
                             text_param(analysis.title), Param{analysis.lead_id},
                             Param{analysis.input},      attempt_param(attempt)};
  return call_for_json(db, kAnalysisCreate, params, "created");
}

}  // namespace latchkey
