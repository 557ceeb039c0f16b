#include "db/calls/analysis_create.h"

namespace latchkey {
namespace {

constexpr Statement kAnalysisCreate{
    "analysis_create",
    "SELECT outcome, analysis FROM latchkey_api.analysis_create($1, $2, $3, $4, $5, $6)"};

}  // namespace

Result<std::string> analysis_create(Caller& db, const AccessClaims& who,
                                    const NewAnalysis& analysis, const Attempt& attempt) {
  const Params params{who.session_id,   who.user_id,    analysis.title,
                      analysis.lead_id, analysis.input, attempt};
  return call_for_json(db, kAnalysisCreate, params, "created");
}

}  // namespace latchkey
