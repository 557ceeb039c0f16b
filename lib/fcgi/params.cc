#include "lib/fcgi/params.h"

#include <array>
#include <bitset>
#include <string>
#include <string_view>
#include <utility>

#include "lib/base/number.h"
#include "lib/base/result.h"
#include "lib/http/input.h"

namespace latchkey {
namespace {

struct Known {
  std::string_view name;
  std::string_view Request::*field;  // null where the value is of no use
  bool once = false;                 // a second one refuses the request
};

constexpr std::array kKnown = {
    Known{"REQUEST_METHOD", &Request::method},
    Known{"DOCUMENT_URI", &Request::path},
    Known{"QUERY_STRING", &Request::query},
    Known{"CONTENT_TYPE", &Request::content_type, true},
    // nginx sends the headers themselves as well, each as often as it came.
    Known{"HTTP_CONTENT_TYPE", nullptr, true},
    Known{"HTTP_AUTHORIZATION", &Request::authorization, true},
    Known{"HTTP_IDEMPOTENCY_KEY", &Request::idempotency_key, true},
    Known{"HTTP_COOKIE", &Request::cookie, true},
    Known{"HTTP_ORIGIN", &Request::origin, true},
    Known{"HTTP_X_LATCHKEY_CLIENT", &Request::client_header, true},
    Known{"HTTP_USER_AGENT", &Request::user_agent},
    Known{"HTTP_ACCEPT", &Request::accept},
    Known{"HTTP_UPGRADE", &Request::upgrade, true},
    Known{"HTTP_SEC_FETCH_SITE", &Request::sec_fetch_site, true},
    Known{"HTTP_SEC_FETCH_MODE", &Request::sec_fetch_mode, true},
    Known{"HTTP_SEC_PURPOSE", &Request::sec_purpose},
    Known{"REMOTE_ADDR", &Request::remote_addr},
    Known{"REQUEST_ID", &Request::request_id},
    Known{"ASKED_METHOD", &Request::asked_method},
    Known{"ASKED_URI", &Request::asked_uri},
};

constexpr std::string_view kContentLength = "CONTENT_LENGTH";

class Parser {
 public:
  ParsedParams parse(const char* const* params) {
    for (; params && *params; ++params) {
      const std::string_view param(*params);
      const auto equals = param.find('=');
      if (equals == std::string_view::npos) continue;
      take(param.substr(0, equals), param.substr(equals + 1));
    }
    return std::move(parsed_);
  }

 private:
  void take(std::string_view name, std::string_view value) {
    if (name == kContentLength) return take_length(value);
    for (std::size_t i = 0; i < kKnown.size(); ++i) {
      if (kKnown[i].name != name) continue;
      if (!seen_[i]) {
        seen_[i] = true;
        if (kKnown[i].field) parsed_.request.*kKnown[i].field = value;
      } else if (kKnown[i].once) {
        refuse(ErrorCode::kInvalidRequest, std::string(name) + " came twice");
      }
      return;
    }
  }

  void take_length(std::string_view value) {
    if (value.empty()) return;
    const auto length = whole_number<std::size_t>(value);
    if (!length) {
      refuse(ErrorCode::kInvalidRequest, "CONTENT_LENGTH is not a length");
    } else if (std::exchange(length_seen_, true)) {
      refuse(ErrorCode::kInvalidRequest, "CONTENT_LENGTH came twice");
    } else if (*length > kMaxBodyBytes) {
      refuse(ErrorCode::kPayloadTooLarge, "CONTENT_LENGTH is " + std::to_string(*length));
    } else {
      parsed_.content_length = *length;
    }
  }

  void refuse(ErrorCode code, std::string detail) {
    if (!parsed_.error) parsed_.error = Error::of(code, std::move(detail));
  }

  ParsedParams parsed_;
  std::bitset<kKnown.size()> seen_;
  bool length_seen_ = false;
};

}  // namespace

ParsedParams parse_params(const char* const* params) { return Parser().parse(params); }

}  // namespace latchkey
