#include "db/calls/analysis_list.h"

namespace latchkey {
namespace {

constexpr Statement kAnalysisList{
    "analysis_list", "SELECT outcome, items, next FROM latchkey_api.analysis_list($1, $2, $3, $4)"};

}  // namespace

Result<Page> analysis_list(Caller& db, const AccessClaims& who, const PageStart& start) {
  return page_of(call_for_page(db, kAnalysisList, who, start));
}

}  // namespace latchkey
