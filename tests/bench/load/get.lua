-- GETs with one access token after another. Arguments: file of tokens, pause, and "cookie" where the
-- token is to be in the cookie.
local common = require("common")
local requests, at = {}, 0

function init(args)
  for i, token in ipairs(common.lines(args[1])) do
    local headers = { Authorization = "Bearer " .. token }
    if args[3] == "cookie" then headers = { Cookie = "__Host-latchkey-access=" .. token } end
    requests[i] = wrk.format("GET", nil, headers)
  end
  common.pause(tonumber(args[2]))
end

function request()
  at = at % #requests + 1
  return requests[at]
end
