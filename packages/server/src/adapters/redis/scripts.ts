/**
 * What Redis does in one step. Keys, the same six for every script:
 *   1 waiting  sorted set: execution -> its place as a number, the first is the least
 *   2 later    sorted set: execution -> when its retry is due, in ms since 1970
 *   3 places   hash: execution that is in `later` -> its place
 *   4 leased   sorted set: execution that a server is about to start -> when the lease ends, by Redis' clock
 *   5 whole    present while every execution that waits is in 1 or 2
 *   6 filling  the mark of the server that puts everything there at present
 */
import { createHash } from 'node:crypto';

export type Script = { lua: string; sha: string };

const scriptOf = (lua: string): Script => ({ lua, sha: createHash('sha1').update(lua).digest('hex') });

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

/** Retries whose time has come go into the line, a few at a time. */
const ADMIT_DUE = `
local function admit(moment)
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', moment, 'LIMIT', 0, 100)) do
    local place = redis.call('HGET', KEYS[3], id)
    if place then redis.call('ZADD', KEYS[1], place, id) end
    redis.call('ZREM', KEYS[2], id)
    redis.call('HDEL', KEYS[3], id)
  end
end`;

/** ARGV: execution, place, and when it is due or an empty text; as often as there are executions. */
export const PUT = scriptOf(`
for i = 1, #ARGV, 3 do
  local id, place, due = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if due == '' then
    redis.call('ZADD', KEYS[1], place, id)
    redis.call('ZREM', KEYS[2], id)
    redis.call('HDEL', KEYS[3], id)
  else
    redis.call('ZREM', KEYS[1], id)
    redis.call('ZADD', KEYS[2], due, id)
    redis.call('HSET', KEYS[3], id, place)
  end
end
return 1`);

/** ARGV: executions. */
export const DROP = scriptOf(`
redis.call('ZREM', KEYS[1], unpack(ARGV))
redis.call('ZREM', KEYS[2], unpack(ARGV))
redis.call('HDEL', KEYS[3], unpack(ARGV))
redis.call('ZREM', KEYS[4], unpack(ARGV))
return 1`);

/**
 * ARGV: the moment for retries, the place to begin at, how many.
 * Answers the last place that was looked at, or an empty text at the end of the line; then the executions there that
 * are not leased. Nothing when the order is not whole.
 */
export const LOOK = scriptOf(`${NOW}${ADMIT_DUE}
if redis.call('EXISTS', KEYS[5]) == 0 then return false end
admit(ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', now)
local leased = {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[4], 0, -1)) do leased[id] = true end
local count = tonumber(ARGV[3])
local found = redis.call('ZRANGEBYSCORE', KEYS[1], ARGV[2], '+inf', 'WITHSCORES', 'LIMIT', 0, count)
local answer = { #found == 2 * count and found[#found] or '' }
for i = 1, #found, 2 do
  if not leased[found[i]] then answer[#answer + 1] = found[i] end
end
return answer`);

/** ARGV: an execution, for how many ms. */
export const LEASE = scriptOf(`${NOW}
return redis.call('ZADD', KEYS[4], now + ARGV[2], ARGV[1])`);

/** ARGV: an execution. Answers how many are before it; nothing when it is not in the line, or that is not whole. */
export const RANK = scriptOf(`${NOW}${ADMIT_DUE}
if redis.call('EXISTS', KEYS[5]) == 0 then return false end
admit(now)
return redis.call('ZRANK', KEYS[1], ARGV[1])`);

/** ARGV: a mark, for how many seconds. From then on the order is not whole. Answers 0 when another server is at it. */
export const BEGIN_FILLING = scriptOf(`
if not redis.call('SET', KEYS[6], ARGV[1], 'NX', 'EX', ARGV[2]) then return 0 end
redis.call('DEL', KEYS[5])
return 1`);

/** ARGV: the mark. Answers 0 when it is there no more: something was lost since. */
export const END_FILLING = scriptOf(`
if redis.call('GET', KEYS[6]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[6])
redis.call('SET', KEYS[5], ARGV[1])
return 1`);
