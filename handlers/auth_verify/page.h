// What a browser opens without a header of its own: pages, forms, downloads, images, EventSource,
// WebSocket. The credential is then the cookie, which the browser also sends along with requests
// that other sites make it send.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/http/request.h"

namespace latchkey {

// Whether the page behind a request that shows the cookie may be one of ours. `own_origins`: what
// an Origin header may say. GET and HEAD change nothing and pass; other methods need
// Sec-Fetch-Site: same-origin or none (W3C Fetch Metadata) or, without that header, an Origin of
// ours; an Upgrade (WebSocket) needs such an Origin always, since it is a GET that can be written
// to.
bool is_own_request(const Request& request, const std::vector<std::string>& own_origins);

// Whether somebody opens a page and sees what comes: a GET or HEAD with Sec-Fetch-Mode: navigate
// or, without that header, an Accept that names text/html. A prefetch or prerender (Sec-Purpose) is
// not: nobody has gone there yet.
bool is_navigation(const Request& request);

// Where such a browser gets a fresh cookie and comes back from: /auth/continue?to=<asked_uri>, or
// to=/ where that is not a path that means this origin.
std::string continue_address(std::string_view asked_uri);

}  // namespace latchkey
