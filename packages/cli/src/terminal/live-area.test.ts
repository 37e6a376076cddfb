import { PassThrough } from 'node:stream';
import { beforeEach, expect, test } from 'vitest';
import { createScreen, type Screen } from '../testing/screen.ts';
import { openLiveArea } from './live-area.ts';
import { createOutput, type Output } from './output.ts';

let screen: Screen;
let output: Output;
let writes: string[];
let stream: PassThrough & { isTTY?: boolean; columns?: number; rows?: number };

beforeEach(() => {
  screen = createScreen(40);
  writes = [];
  stream = Object.assign(new PassThrough(), { isTTY: true, columns: 40, rows: 20 });
  stream.on('data', (chunk: Buffer) => {
    writes.push(chunk.toString());
    screen.write(chunk.toString());
  });
  output = createOutput(stream, { TERM: 'xterm' }, { noColor: true });
});
const shown = async () => {
  await output.flush();
  return screen.lines();
};

test('lines change in place, and what is printed stays above them', async () => {
  const area = openLiveArea(output);
  area.draw(['running 1', 'a']);
  area.draw(['running 2', 'b']);
  area.print(['failure one']);
  area.draw(['running 3', 'b', 'c']);
  area.print(['failure two', 'with a second line']);
  expect(await shown()).toEqual(['failure one', 'failure two', 'with a second line', 'running 3', 'b', 'c']);
});

test('after closing only what was printed is left, and the cursor is back', async () => {
  const area = openLiveArea(output);
  area.draw(['running', 'x', 'y']);
  area.print(['failure']);
  await output.flush();
  expect(screen.cursorShown()).toBe(false);
  area.close();
  output.line('end');
  expect((await shown()).filter(Boolean)).toEqual(['failure', 'end']);
  expect(screen.cursorShown()).toBe(true);
  area.draw(['late']);
  area.print(['late']);
  expect((await shown()).filter(Boolean)).toEqual(['failure', 'end']);
});

test('a shorter line leaves nothing of the longer one', async () => {
  const area = openLiveArea(output);
  area.draw(['a long line here', 'second']);
  area.draw(['short', 'second']);
  expect(await shown()).toEqual(['short', 'second']);
});

test('an unchanged picture writes nothing', async () => {
  const area = openLiveArea(output);
  area.draw(['same', 'same']);
  await output.flush();
  const before = writes.length;
  area.draw(['same', 'same']);
  await output.flush();
  expect(writes.slice(before).join('')).toBe('');
});

test('each picture is one write, so that nothing flickers', async () => {
  const area = openLiveArea(output);
  area.draw(['one', 'two']);
  await output.flush();
  writes.length = 0;
  area.print(['above']);
  await output.flush();
  expect(writes.filter(Boolean)).toHaveLength(1);
});

test('rows that a narrower terminal wrapped are erased too', async () => {
  const area = openLiveArea(output);
  output.line('stays');
  area.draw(['x'.repeat(35), 'y']);
  await output.flush();
  // What the terminal itself does when it becomes narrower: the long line takes two rows.
  const wrapped = createScreen(20);
  wrapped.write(`stays\n${'x'.repeat(35)}\ny`);
  writes.length = 0;
  stream.columns = 20;
  stream.emit('resize');
  await output.flush();
  area.draw(['new']);
  await output.flush();
  wrapped.write(writes.join(''));
  expect(wrapped.lines().filter(Boolean)).toEqual(['stays', 'new']);
});

test('control sequences in lines do not reach the terminal', async () => {
  const area = openLiveArea(output);
  area.draw(['name \u001b[2J\u001b[10A here']);
  area.print(['message \u001b]0;owned\u0007']);
  expect(await shown()).toEqual(['message ', 'name  here'].map((line) => line.trimEnd()));
});
