-- Chains of real rotations: each answer's token is presented in its turn. Arguments: file of first
-- tokens, pause. For one thread.
local common = require("common")
local queue, first, last = {}, 1, 0
local headers = { ["Content-Type"] = "application/json" }
local number = 0

function init(args)
  for _, token in ipairs(common.lines(args[1])) do
    last = last + 1
    queue[last] = token
  end
  common.pause(tonumber(args[2]))
end

function request()
  local token = queue[first]
  queue[first] = nil
  first = first + 1
  number = number + 1
  headers["Idempotency-Key"] = string.format("bench-attempt-%012d", number)
  return wrk.format("POST", nil, headers, '{"refreshToken":"' .. token .. '"}')
end

function response(_, _, body)
  last = last + 1
  queue[last] = body:match('"refreshToken":"([^"]+)"')
end
