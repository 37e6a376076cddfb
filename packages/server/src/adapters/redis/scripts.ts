/**
 * What Redis does in one step. Keys, the same six for every script:
 *   1 lines    set: the lines that there have been; with a colon and the name of one behind it, that line:
 *              sorted set: execution -> its place as a number, the first is the least
 *   2 later    sorted set: execution -> when its retry is due, in ms since 1970
 *   3 places   hash: execution -> its place and its line
 *   4 leased   sorted set: execution that a server is about to start -> when the lease ends, by Redis' clock
 *   5 whole    the run of the Redis in which it was made so: while that goes on, every execution that waits is in 1 or 2
 *   6 filling  the mark of the server that puts everything there at present
 */
import { createHash } from 'node:crypto';

export type Script = { lua: string; sha: string };

const scriptOf = (lua: string): Script => ({ lua, sha: createHash('sha1').update(lua).digest('hex') });

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

/** One that came back with what it once saved, or that took over from another, is another run. */
const WHOLE = `
local function thisRun() return string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or 'of unknown id' end
local function isWhole() return redis.call('GET', KEYS[5]) == thisRun() end`;

const PLACES = `
local function lineOf(name) return KEYS[1] .. ':' .. name end
local function placeOf(id)
  local known = redis.call('HGET', KEYS[3], id)
  if known then return string.match(known, '^(%S+) (%S+)$') end
end`;

/** Retries whose time has come go into their line, a few at a time. */
const ADMIT_DUE = `${PLACES}
local function admit(moment)
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', moment, 'LIMIT', 0, 100)) do
    local place, line = placeOf(id)
    if place then redis.call('ZADD', lineOf(line), place, id) end
    redis.call('ZREM', KEYS[2], id)
  end
end`;

/** ARGV: execution, line, place, and when it is due or an empty text; as often as there are executions. */
export const PUT = scriptOf(`${PLACES}
for i = 1, #ARGV, 4 do
  local id, line, place, due = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  redis.call('SADD', KEYS[1], line)
  redis.call('HSET', KEYS[3], id, place .. ' ' .. line)
  if due == '' then
    redis.call('ZADD', lineOf(line), place, id)
    redis.call('ZREM', KEYS[2], id)
  else
    redis.call('ZREM', lineOf(line), id)
    redis.call('ZADD', KEYS[2], due, id)
  end
end
return 1`);

/** ARGV: a line, or an empty text where it is to be looked up; executions. */
export const DROP = scriptOf(`${PLACES}
for i = 2, #ARGV do
  local _, line = placeOf(ARGV[i])
  if ARGV[1] ~= '' then redis.call('ZREM', lineOf(ARGV[1]), ARGV[i]) end
  if line then redis.call('ZREM', lineOf(line), ARGV[i]) end
  redis.call('ZREM', KEYS[2], ARGV[i])
  redis.call('HDEL', KEYS[3], ARGV[i])
  redis.call('ZREM', KEYS[4], ARGV[i])
end
return 1`);

/** ARGV: lines. Of those in which nobody stands nothing is kept; whoever is put into one makes it anew. */
export const FORGET = scriptOf(`${PLACES}
for _, line in ipairs(ARGV) do
  if redis.call('EXISTS', lineOf(line)) == 0 then redis.call('SREM', KEYS[1], line) end
end
return 1`);

/**
 * ARGV: the line, the moment for retries, the place to begin at, how many.
 * Answers the last place that was looked at, or an empty text at the end of the line; then the executions there that
 * are not leased. Nothing when the order is not whole.
 */
export const LOOK = scriptOf(`${NOW}${WHOLE}${ADMIT_DUE}
if not isWhole() then return false end
admit(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', now)
local leased = {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[4], 0, -1)) do leased[id] = true end
local count = tonumber(ARGV[4])
local found = redis.call('ZRANGEBYSCORE', lineOf(ARGV[1]), ARGV[3], '+inf', 'WITHSCORES', 'LIMIT', 0, count)
local answer = { #found == 2 * count and found[#found] or '' }
for i = 1, #found, 2 do
  if not leased[found[i]] then answer[#answer + 1] = found[i] end
end
return answer`);

/** ARGV: an execution, for how many ms. */
export const LEASE = scriptOf(`${NOW}
return redis.call('ZADD', KEYS[4], now + ARGV[2], ARGV[1])`);

/**
 * ARGV: an execution, the moment for retries. Answers how many are before it; nothing when it is in no line, or that
 * is not whole.
 */
export const RANK = scriptOf(`${WHOLE}${ADMIT_DUE}
if not isWhole() then return false end
admit(ARGV[2])
local _, line = placeOf(ARGV[1])
return line and redis.call('ZRANK', lineOf(line), ARGV[1])`);

/** Answers whether the order is whole. */
export const IS_WHOLE = scriptOf(`${WHOLE}
return isWhole() and 1 or 0`);

/** ARGV: a mark, for how many seconds. From then on the order is not whole. Answers 0 when another server is at it. */
export const BEGIN_FILLING = scriptOf(`
if not redis.call('SET', KEYS[6], ARGV[1], 'NX', 'EX', ARGV[2]) then return 0 end
redis.call('DEL', KEYS[5])
return 1`);

/** ARGV: the mark. Answers 0 when it is there no more: something was lost since. */
export const END_FILLING = scriptOf(`${WHOLE}
if redis.call('GET', KEYS[6]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[6])
redis.call('SET', KEYS[5], thisRun())
return 1`);
