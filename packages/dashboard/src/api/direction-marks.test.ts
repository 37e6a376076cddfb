import { expect, it } from 'vitest';
import { readAsWritten } from './direction-marks.ts';

const asking = (accept: string) => new Request('http://server.test/api/v1/tests', { headers: { accept } });
const answering = (body: unknown, type = 'application/json; charset=utf-8') =>
  new Response(JSON.stringify(body), { status: 201, headers: { 'content-type': type } });

it('shows a name in the order in which it was written, whatever marks are in it', async () => {
  const answer = await readAsWritten(asking('application/json'), answering({ name: '\u202etxt.exe\u2067' }));
  expect(await answer.json()).toEqual({ name: '\ufffdtxt.exe\ufffd' });
  expect(answer.status).toBe(201);
});

it('leaves Arabic and Hebrew, and joined emoji, as they are', async () => {
  const name = '\u0627\u062e\u062a\u0628\u0627\u0631 \u05e9\u05dc\u05d5\u05dd \u{1f469}\u200d\u{1f680}';
  const answer = await readAsWritten(asking('application/json'), answering({ name }));
  expect(await answer.json()).toEqual({ name });
});

it('leaves alone what is no JSON, and files even when they are', async () => {
  const page = answering('\u202e', 'text/plain');
  expect(await readAsWritten(asking('application/json'), page)).toBe(page);
  const file = answering('\u202e');
  expect(await readAsWritten(asking('*/*'), file)).toBe(file);
});
