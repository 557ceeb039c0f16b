#include "db/calls/service_analysis.h"

namespace latchkey {
namespace {

constexpr ServiceStatement kAnalysisClaim{
    {"service_analysis_claim",
     "SELECT outcome, answer FROM latchkey_api.service_analysis_claim($1, $2, $3, $4, $5)"},
    "analyses:work"};
constexpr ServiceStatement kAnalysisRenew{
    {"service_analysis_renew",
     "SELECT outcome, answer FROM latchkey_api.service_analysis_renew($1, $2, $3, $4, $5, $6, $7)"},
    "analyses:work"};
constexpr ServiceStatement kAnalysisDone{
    {"service_analysis_done",
     "SELECT outcome, answer FROM latchkey_api.service_analysis_done($1, $2, $3, $4, $5, $6, $7)"},
    "analyses:work"};
constexpr ServiceStatement kAnalysisFail{
    {"service_analysis_fail",
     "SELECT outcome, answer FROM latchkey_api.service_analysis_fail($1, $2, $3, $4, $5, $6, $7, "
     "$8)"},
    "analyses:work"};

}  // namespace

Result<std::string> service_analysis_claim(Caller& db, const ServiceCaller& who,
                                           std::int64_t lease) {
  const Params params{who.token, lease, who.client.ip, who.client.user_agent,
                      who.client.request_id};
  return call_service(db, kAnalysisClaim, params);
}

Result<std::string> service_analysis_renew(Caller& db, const ServiceCaller& who,
                                           const Claimed& claimed, std::int64_t lease) {
  const Params params{who.token,
                      claimed.id,
                      claimed.fence,
                      lease,
                      who.client.ip,
                      who.client.user_agent,
                      who.client.request_id};
  return call_service(db, kAnalysisRenew, params);
}

Result<std::string> service_analysis_done(Caller& db, const ServiceCaller& who,
                                          const Claimed& claimed, std::string_view result) {
  const Params params{who.token,
                      claimed.id,
                      claimed.fence,
                      result,
                      who.client.ip,
                      who.client.user_agent,
                      who.client.request_id};
  return call_service(db, kAnalysisDone, params);
}

Result<std::string> service_analysis_fail(Caller& db, const ServiceCaller& who,
                                          const Claimed& claimed, std::string_view reason,
                                          bool retry) {
  const std::string_view again = retry ? "true" : "false";
  const Params params{who.token, claimed.id,    claimed.fence,         reason,
                      again,     who.client.ip, who.client.user_agent, who.client.request_id};
  return call_service(db, kAnalysisFail, params);
}

}  // namespace latchkey
