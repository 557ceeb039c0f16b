-- Holds, each settled in its turn. Arguments: file, whose first line is a service's token, its second
-- what the keys begin with, and the rest accounts; pause. For one thread.
local common = require("common")
local accounts, at, number = {}, 0, 0
local open, first, last = {}, 1, 0
local holds = "/api/service/credits/holds"
local headers = { ["Content-Type"] = "application/json" }
local run

function init(args)
  accounts = common.lines(args[1])
  headers["Authorization"] = "Bearer " .. table.remove(accounts, 1)
  run = table.remove(accounts, 1)
  common.pause(tonumber(args[2]))
end

function request()
  local hold = open[first]
  if hold then
    open[first] = nil
    first = first + 1
    return wrk.format("POST", holds .. "/" .. hold .. "/settle", headers, '{"amount":1}')
  end
  at = at % #accounts + 1
  number = number + 1
  headers["Idempotency-Key"] = string.format("bench-%s-%012d", run, number)
  return wrk.format("POST", holds, headers,
    '{"account_id":"' .. accounts[at] .. '","amount":2,"description":"Bench"}')
end

function response(_, _, body)
  local hold = body:match('"id": ?"([^"]+)"[^}]*"state": ?"open"')
  if hold then
    last = last + 1
    open[last] = hold
  end
end
