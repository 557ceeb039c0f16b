#include "db/calls/session_list.h"

namespace latchkey {
namespace {

constexpr Statement kSessionList{
    "session_list", "SELECT outcome, items, next FROM latchkey_api.session_list($1, $2, $3, $4)"};

}  // namespace

Result<Page> session_list(Caller& db, const AccessClaims& who, const PageStart& start) {
  return page_of(call_for_page(db, kSessionList, who, start));
}

}  // namespace latchkey
