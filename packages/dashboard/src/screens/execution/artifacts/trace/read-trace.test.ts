import { expect, it } from 'vitest';
import { readTrace } from './read-trace.ts';
import { frameAt, MOST } from './trace.ts';

const lines = (...values: object[]) => `${values.map((each) => JSON.stringify(each)).join('\n')}\n`;
const begin = (origin: string, wallTime: number, monotonicTime: number) => ({
  ...{ version: 10, type: 'context-options', origin, wallTime, monotonicTime },
  ...{ browserName: origin === 'library' ? 'chromium' : '', playwrightVersion: '1.65.1' },
});
const step = (callId: string, startTime: number, more: object = {}) => ({
  ...{ type: 'before', callId, startTime, class: 'Test', method: 'pw:api', title: callId, params: {} },
  ...more,
});
const end = (callId: string, endTime: number, more: object = {}) => ({
  ...{ type: 'after', callId, endTime },
  ...more,
});

it('puts together what runner and browser tell of the same steps, on one clock', () => {
  const trace = readTrace(
    new Map([
      [
        '0-trace.trace',
        lines(
          // Its process began half a second later.
          begin('library', 10_500, 100),
          { type: 'before', callId: 'c@2', startTime: 210, class: 'Frame', method: 'click', params: {} },
          { type: 'frame-snapshot', snapshot: { callId: 'c@2', html: ['HTML'] } },
          { type: 'log', callId: 'c@2', time: 211, message: 'waiting for locator' },
          { type: 'input', callId: 'c@2', point: { x: 30, y: 76 } },
          { type: 'screencast-frame', file: 'screencast/a.jpeg', width: 1280, height: 720, timestamp: 220 },
          end('c@2', 250),
          { type: 'console', time: 215, messageType: 'error', text: 'nope', args: [] },
          {
            type: 'event',
            time: 216,
            method: 'pageError',
            params: { error: { error: { message: 'x is not a function' } } },
          },
        ),
      ],
      [
        '0-trace.network',
        lines({
          type: 'resource-snapshot',
          snapshot: {
            ...{ _monotonicTime: 205, time: 12, request: { method: 'GET', url: 'http://shop.test/' } },
            response: { status: 404 },
          },
        }),
      ],
      [
        'test.trace',
        lines(
          begin('testRunner', 10_000, 0),
          step('h@1', 500, { method: 'hook', title: 'Before Hooks' }),
          step('f@1', 510, { method: 'fixture', title: 'Fixture "page"', parentId: 'h@1' }),
          end('f@1', 580),
          end('h@1', 590),
          step('c@2', 609, { title: 'Click', subtitle: "locator('button')" }),
          end('c@2', 652, { error: { message: 'Expect failed' } }),
          { type: 'stdout', timestamp: 660, text: 'bye' },
          step('c@3', 700),
        ),
      ],
    ]),
  );
  expect(trace).toMatchObject({ browser: 'chromium', playwright: '1.65.1', lengthMs: 200, cut: false });
  expect(
    trace?.steps.map(({ title, depth, around, startMs, endMs }) => [title, depth, around, startMs, endMs]),
  ).toEqual([
    ['Before Hooks', 0, true, 0, 90],
    ['Fixture "page"', 1, true, 10, 80],
    ["Click locator('button')", 0, false, 109, 152],
    ['c@3', 0, false, 200, null],
  ]);
  expect(trace?.steps[2]).toMatchObject({
    error: 'Expect failed',
    log: ['waiting for locator'],
    point: { x: 30, y: 76 },
  });
  expect(trace?.frames).toEqual([{ atMs: 120, file: 'screencast/a.jpeg' }]);
  expect(trace?.lines.map(({ level, text }) => `${level}: ${text}`)).toEqual([
    'error: nope',
    'page error: x is not a function',
    'stdout: bye',
  ]);
  expect(trace?.requests).toEqual([
    { atMs: 105, method: 'GET', url: 'http://shop.test/', status: 404, tookMs: 12 },
  ]);
});

it('reads what older versions wrote: pictures by their sums, steps named by the browser', () => {
  const trace = readTrace(
    new Map([
      [
        '0-trace.trace',
        lines(
          begin('library', 1000, 0),
          { type: 'before', callId: 'call@7', stepId: 'pw:api@1', startTime: 10, apiName: 'page.click' },
          { type: 'log', callId: 'call@7', message: 'attempting click action' },
          { type: 'screencast-frame', sha1: 'abc.jpeg', timestamp: 11 },
        ),
      ],
      ['test.trace', lines(begin('testRunner', 1000, 0), step('pw:api@1', 9, { title: 'page.click' }))],
    ]),
  );
  expect(trace?.steps).toMatchObject([{ title: 'page.click', log: ['attempting click action'] }]);
  expect(trace?.frames[0]?.file).toBe('resources/abc.jpeg');
});

it('shows the steps of the browser where no runner wrote any', () => {
  const called = { type: 'before', callId: 'call@1', startTime: 5, class: 'Page', method: 'goto' };
  const text = lines(begin('library', 0, 0), { ...called, params: { url: 'http://shop.test/' } });
  expect(readTrace(new Map([['trace.trace', text]]))?.steps).toMatchObject([
    { title: 'Page.goto http://shop.test/', endMs: null },
  ]);
});

it('passes by what it does not know, and what is no line of a trace', () => {
  const odd = [
    'not JSON',
    '[]',
    'null',
    '{"type":"before"}',
    '{"type":"before","callId":7,"startTime":"x"}',
    '{"type":"screencast-frame","timestamp":1,"file":{"a":1}}',
    '{"type":"after","callId":"nobody","endTime":1}',
    '{"type":"later than this program"}',
  ];
  const text = `${lines(begin('library', 0, 0))}${odd.join('\n')}\n{"type":"log","callId":"c`;
  expect(readTrace(new Map([['trace.trace', text]]))).toMatchObject({ steps: [], frames: [], lines: [] });
  expect(readTrace(new Map([['trace.trace', odd.join('\n')]]))).toBeNull();
  expect(readTrace(new Map())).toBeNull();
});

it('takes steps that are below each other in a ring for none, and stops at a number', () => {
  const ring = lines(
    begin('testRunner', 0, 0),
    step('a', 1, { parentId: 'b' }),
    step('b', 2, { parentId: 'a' }),
  );
  expect(readTrace(new Map([['test.trace', ring]]))?.steps).toEqual([]);
  const many = Array.from({ length: MOST.steps + 5 }, (_, index) => step(`s${index}`, index));
  const trace = readTrace(new Map([['test.trace', lines(begin('testRunner', 0, 0), ...many)]]));
  expect(trace?.steps).toHaveLength(MOST.steps);
  expect(trace?.cut).toBe(true);
});

it('finds the picture of a moment: the last before it, else the first', () => {
  const frames = [10, 20, 30].map((atMs) => ({ atMs, file: `${atMs}` }));
  expect([0, 10, 19, 20, 99].map((atMs) => frameAt(frames, atMs))).toEqual([0, 0, 0, 1, 2]);
});
