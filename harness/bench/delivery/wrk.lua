-- Asks for one path, or for each of a number of paths once; tells what came of it as JSON.
local path, number, count

function init(args)
   path, number, count = args[1], tonumber(args[2]), tonumber(args[3])
end

function request()
   if not count then return wrk.format("GET", path) end
   number = (number + 1) % count
   local this = path:gsub("%%d", number)
   return wrk.format("GET", this)
end

function done(summary)
   local errors = summary.errors
   io.write(string.format(
      '\n{"requests":%d,"bytes":%.0f,"microseconds":%d,"failed":%d,"notOk":%d}\n',
      summary.requests, summary.bytes, summary.duration,
      errors.connect + errors.read + errors.write + errors.timeout, errors.status))
end
