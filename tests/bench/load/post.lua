-- POSTs, each body once, until they are used up. Arguments: file of bodies, one a line; pause.
local common = require("common")
local bodies, at = {}, 0
local spare = 256 -- more than there are connections, which may each ask once more after the stop

function init(args)
  bodies = common.lines(args[1])
  common.pause(tonumber(args[2]))
end

function request()
  at = at + 1
  if at == #bodies - spare then wrk.thread:stop() end
  return wrk.format("POST", nil, { ["Content-Type"] = "application/json" }, bodies[at])
end
