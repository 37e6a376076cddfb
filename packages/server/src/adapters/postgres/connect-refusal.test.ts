import { expect, test } from 'vitest';
import { describeConnectError, describeTarget, judgeServer } from './connect-refusal.ts';

test.each([
  ['postgresql://ann:s3cret@db.example:5433/gauntlet', 'The database "gauntlet" on db.example:5433'],
  ['postgres://ann@/gauntlet?host=/run/postgresql', 'The database "gauntlet" on /run/postgresql'],
  ['postgresql://ann@/gauntlet?host=%2Fhome%2Fa%20b%2Fsocket', 'The database "gauntlet" on /home/a b/socket'],
])('%s is named without its password', (url, name) => {
  expect(describeTarget(url)).toEqual({ ok: true, value: name });
});

test.each(['mysql://ann:s3cret@host/db', 'host:5432/db', '', 'postgresql://ann:s3cret@host:99999/db'])(
  'the URL "%s" is refused without its password being repeated',
  (url) => {
    const outcome = describeTarget(url);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'malformed-url' } });
    expect(JSON.stringify(outcome)).not.toContain('s3cret');
  },
);

test('PostgreSQL 14 is too old and 15.0 is not', () => {
  const server = { release: '14.22', encoding: 'UTF8' };
  expect(judgeServer({ ...server, version: 140022 }, 'X')?.code).toBe('server-too-old');
  expect(judgeServer({ ...server, version: 150000 }, 'X')).toBeUndefined();
});

test('a database that is not UTF8 is refused', () => {
  const refusal = judgeServer({ version: 160001, release: '16.1', encoding: 'SQL_ASCII' }, 'X');
  expect(refusal).toMatchObject({ code: 'wrong-encoding', message: expect.stringContaining('SQL_ASCII') });
});

test.each([
  [{ code: '57P03', message: 'the database system is starting up' }, 'starting-up'],
  [{ code: '53300', message: 'sorry, too many clients already' }, 'too-many-connections'],
  [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT', message: 'self-signed certificate' }, 'tls'],
  [{ message: 'The server does not support SSL connections' }, 'tls'],
  [{ message: 'timeout exceeded when trying to connect' }, 'timeout'],
  [{ message: 'Connection terminated unexpectedly' }, 'failed'],
])('the error %o is told as %s', (fields, code) => {
  const cause = Object.assign(new Error(fields.message), fields);
  const refusal = describeConnectError(cause, 'The database "g" on h:1');
  expect(refusal).toMatchObject({ code, cause });
  expect(refusal.message).toMatch(/^The database "g" on h:1 .+/);
});
