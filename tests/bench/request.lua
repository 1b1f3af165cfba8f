-- What wrk sends: wrk ... -s request.lua URL -- METHOD BODY_FILE HEADER_FILE VARY NUMBER MOST
--
-- BODY_FILE is `-` for none; HEADER_FILE has a header a line. VARY is `same` (each request is the same), `count`
-- (`{{n}}` in the body is a number that counts up from NUMBER) or `random` (a number from 1 to MOST).

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("*a")
  file:close()
  return text
end

function init(args)
  local method, body_file, header_file, vary = args[1], args[2], args[3], args[4]
  local number, most = tonumber(args[5]), tonumber(args[6])
  wrk.method = method
  for line in read(header_file):gmatch("[^\n]+") do
    local name, value = line:match("^(.-): (.*)$")
    wrk.headers[name] = value
  end
  if body_file ~= "-" then
    wrk.body = read(body_file)
  end
  if vary == "same" then
    -- Without a function `request` wrk makes it once.
    return
  end

  local parts, from = {}, 1
  while true do
    local start, stop = wrk.body:find("{{n}}", from, true)
    parts[#parts + 1] = wrk.body:sub(from, (start or 0) - 1)
    if not start then break end
    from = stop + 1
  end
  math.randomseed(number)
  request = function()
    if vary == "count" then
      number = number + 1
    else
      number = math.random(1, most)
    end
    return wrk.format(nil, nil, nil, table.concat(parts, string.format("%d", number)))
  end
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  local form = '\nresult {"requests": %d, "microseconds": %d, "bytes": %d, "failed": %d, "p50": %d, "p99": %d}\n'
  io.write(form:format(summary.requests, summary.duration, summary.bytes, failed,
    latency:percentile(50), latency:percentile(99)))
end
