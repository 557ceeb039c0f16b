-- What the scripts for wrk share: the lines of a file, and a result that a program can read.
local common = {}

function common.lines(path)
  local lines = {}
  for line in io.lines(path) do lines[#lines + 1] = line end
  return lines
end

-- A pause of so many milliseconds on average before each request of a connection, as of people who
-- know nothing of each other; 0: none at all.
function common.pause(milliseconds)
  if milliseconds <= 0 then return end
  function delay() return math.floor(-math.log(1 - math.random()) * milliseconds) end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"requests":%d,"seconds":%f,"refused":%d,"broken":%d,"p50":%d,"p99":%d}\n',
    summary.requests, summary.duration / 1e6, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end

return common
