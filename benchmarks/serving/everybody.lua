-- Sends every request of a file once, in order, and keeps every answer.
--
-- Arguments: the file of requests, each ended by a null; the file for answers; and after how many
-- answers to stop, with 0 for when the time is over. The last request of the file is an idle one:
-- it is sent when the others have been, and its answer, which is empty, is not counted unless
-- all are such.

local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long micros; } moment;
  int gettimeofday(moment *at, void *zone);
  int getpid(void);
  int kill(int process, int signal);
]]

local threads = {}
local requests, idle, answers, wanted = {}, nil, nil, 0
sent, answered, refused, began, ended = 0, 0, 0, 0, 0

local function now()
  local at = ffi.new("moment")
  ffi.C.gettimeofday(at, nil)
  return tonumber(at.seconds) + tonumber(at.micros) / 1e6
end

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  local file = assert(io.open(args[1], "rb"))
  for one in file:read("*a"):gmatch("[^%z]+") do
    requests[#requests + 1] = one
  end
  file:close()
  idle = table.remove(requests)
  answers = assert(io.open(args[2], "wb"))
  answers:setvbuf("full", 1048576)
  wanted = tonumber(args[3])
end

function request()
  if began == 0 then  -- asked for once to be looked at, and not sent
    began = -1
    return idle
  end
  if sent == 0 then began = now() end
  sent = sent + 1
  return requests[sent] or idle
end

function response(status, headers, body)
  if status ~= 200 then refused = refused + 1 end
  if requests[1] ~= idle and body == "" then return end
  answered = answered + 1
  answers:write(body, "\n")
  if answered == wanted then
    ended = now()
    answers:flush()
    wrk.thread:stop()
    ffi.C.kill(ffi.C.getpid(), 2)  -- wakes whoever waits for the time to be over
  end
end

function done(summary, latency, rates)
  local one = threads[1]
  local errors = summary.errors
  io.write(string.format(
    '\n{"sent": %d, "answered": %d, "refused": %d, "broken": %d, "seconds": %.6f,'
    .. ' "lasted": %.6f, "p50": %.3f, "p99": %.3f}\n',
    one:get("sent"), one:get("answered"), one:get("refused"),
    errors.connect + errors.read + errors.write + errors.timeout,
    one:get("ended") - one:get("began"), summary.duration / 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
