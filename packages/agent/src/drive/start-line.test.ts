import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readStartLine } from './start-line.ts';

const parameters = {
  url: 'http://127.0.0.1:4000',
  token: 'gag_secret-token',
  workFolder: '/w',
  preparedFolder: '/p',
  cacheFolder: '/c',
};
const line = (patch: object = {}) => `${JSON.stringify({ ...parameters, ...patch })}\n`;

describe('the start line', () => {
  it('is taken as soon as it is whole, while the input stays open', async () => {
    const input = new PassThrough();
    const reading = readStartLine(input);
    input.write(line().slice(0, 10));
    input.write(line().slice(10));
    expect(await reading).toEqual({ ok: true, value: parameters });
    expect(input.destroyed).toBe(true);
  });

  it('never comes when the input ends before it: there is no work', async () => {
    expect(await readStartLine(Readable.from([]))).toMatchObject({ error: { code: 'no-work' } });
    expect(await readStartLine(Readable.from(['{"url":']))).toMatchObject({ error: { code: 'no-work' } });
  });

  it.each([
    ['no JSON', 'start!\n'],
    ['another kind of URL', line({ url: 'file:///etc/passwd' })],
    ['a relative folder', line({ workFolder: 'w' })],
    ['no token', line({ token: '' })],
  ])('that is %s is refused without showing the token', async (_, text) => {
    const read = await readStartLine(Readable.from([text]));
    expect(read).toMatchObject({ ok: false, error: { code: 'malformed' } });
    expect(JSON.stringify(read)).not.toContain('secret-token');
  });

  it('without an end is not read for ever', async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield 'x'.repeat(10_000);
      })(),
    );
    expect(await readStartLine(endless)).toMatchObject({ error: { code: 'malformed' } });
  });
});
