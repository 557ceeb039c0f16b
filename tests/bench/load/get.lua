-- GETs with one access token after another. Arguments: file of tokens, pause.
local common = require("common")
local requests, at = {}, 0

function init(args)
  for i, token in ipairs(common.lines(args[1])) do
    requests[i] = wrk.format("GET", nil, { Authorization = "Bearer " .. token })
  end
  common.pause(tonumber(args[2]))
end

function request()
  at = at % #requests + 1
  return requests[at]
end
