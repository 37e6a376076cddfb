import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPinoLog } from './pino-log.ts';

function logTo() {
  const written: string[] = [];
  return { written, log: createPinoLog('info', { write: (line) => void written.push(line) }) };
}

it('whatever is logged is one line, and commands no terminal', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constant('x\n{"level":"info","msg":"forged"}\r\n\u2028\u0085\x1b[2J\x1b]0;owned\x07'),
  );
  fc.assert(
    fc.property(hostile, hostile, (field, message) => {
      const { written, log } = logTo();
      log.info({ path: field, user: field }, message);
      expect(written).toHaveLength(1);
      const [line = ''] = written;
      expect(line.endsWith('\n')).toBe(true);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      expect(/[\x00-\x1f]/.test(line.slice(0, -1))).toBe(false);
      expect(JSON.parse(line)).toMatchObject({ level: 'info', path: field, user: field, msg: message });
    }),
  );
});

it('what is called like a secret is cut out', () => {
  const { written, log } = logTo();
  log.info({ token: 'gnt_x', request: { headers: { authorization: 'Bearer y', cookie: 'z' } } }, 'seen');
  log.warn({ user: { password: 'hunter2' } }, 'seen');
  expect(written.join('')).not.toMatch(/gnt_x|Bearer y|"z"|hunter2/);
  expect(written.join('').match(/"\*\*\*"/g)).toHaveLength(4);
});
