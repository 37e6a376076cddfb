import { CaseLine } from '@gauntlet/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { createMasker } from '../../masking/masker.ts';
import { createShortenPaths } from '../results/shorten-paths.ts';
import { type CodeFramesOptions, createCodeFrames } from './code-frames.ts';

/** By its path; whatever else is asked for is not there. */
let sources: Record<string, string>;
let asked: string[];
const stop = new AbortController();
beforeEach(() => {
  sources = { '/w/src/cart.js': 'one\ntwo\nthree', '/w/test/cart.test.js': 'four\nfive hunter22-secret' };
  asked = [];
});

const open = (patch: Partial<CodeFramesOptions> = {}) =>
  createCodeFrames({
    folder: '/w',
    masker: createMasker(['hunter22-secret']),
    shorten: createShortenPaths(['/w', '/link-to-w']),
    readSource: async (path) => {
      asked.push(path);
      return sources[path] ?? null;
    },
    signal: stop.signal,
    ...patch,
  });
const failed = (stack: string, patch: object = {}) =>
  CaseLine.parse({ type: 'case', name: 'adds', status: 'failed', stack, ...patch });
const AT_CART = '    at total (/w/src/cart.js:2:5)';

describe('the source of what failed', () => {
  it('is that of the first frame which has one, under the path that people know', async () => {
    const lines = ['one', 'two', 'three'];
    const frame = { file: 'src/cart.js', line: 2, firstLine: 1, lines };
    const frameOf = open()();
    expect(await frameOf(failed(AT_CART))).toEqual(frame);
    expect(await frameOf(failed('    at total (file:///link-to-w/src/cart.js:2:5)'))).toEqual(frame);
    expect(
      await frameOf(failed(`    at a (dist/gone.js:1:1)\n    at b (src/cart.js:9:1)\n${AT_CART}`)),
    ).toEqual(frame);
    expect(await frameOf(failed(AT_CART, { status: 'error' }))).toEqual(frame);
  });

  it('is where the test stands, if nothing else is known', async () => {
    const told = failed('Error: no', { file: '/w/test/cart.test.js', line: 1 });
    expect(await open()()(told)).toMatchObject({ file: 'test/cart.test.js', line: 1 });
  });

  it('is named from the working folder, also beside it', async () => {
    sources['/shared/money.js'] = 'six';
    expect(await open()()(failed('    at /shared/money.js:1:1'))).toMatchObject({
      file: '../shared/money.js',
    });
  });

  it('is masked, and so is its name', async () => {
    sources['/w/hunter22-secret.js'] = 'six';
    expect(await open()()(failed('    at /w/test/cart.test.js:2:1'))).toMatchObject({
      lines: ['four', 'five ***'],
    });
    expect(await open()()(failed('    at /w/hunter22-secret.js:1:1'))).toMatchObject({ file: '***.js' });
  });

  it('is not looked for where nothing failed, nor in packages, nor after the group was told to stop', async () => {
    const frameOf = open()();
    for (const status of ['passed', 'skipped'])
      expect(await frameOf(failed(AT_CART, { status }))).toBeUndefined();
    expect(await frameOf(failed('    at /w/node_modules/a/index.js:1:1'))).toBeUndefined();
    expect(await open({ signal: AbortSignal.abort() })()(failed(AT_CART))).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it('may lie in a workspace that itself lies in a folder called vendor', async () => {
    sources['/srv/vendor/w/src/cart.js'] = 'one\ntwo';
    const folder = '/srv/vendor/w';
    const frameOf = open({ folder, shorten: createShortenPaths([folder]) })();
    expect(await frameOf(failed(`    at total (${folder}/src/cart.js:2:5)`))).toMatchObject({
      file: 'src/cart.js',
    });
  });
});

describe('what looking for sources may cost', () => {
  it('is so many of a file, and of a run', async () => {
    const openFrames = open({ limits: { framesOfFile: 2, framesOfRun: 3 } });
    const ask = async (frameOf: ReturnType<typeof openFrames>, file: string) =>
      (await frameOf(failed(AT_CART, { file }))) === undefined ? 'none' : 'found';
    const frameOf = openFrames();
    const answers = [];
    for (const file of ['a.js', 'a.js', 'a.js', 'b.js', 'c.js']) answers.push(await ask(frameOf, file));
    expect(answers).toEqual(['found', 'found', 'none', 'found', 'none']);
    expect(await ask(openFrames(), 'a.js')).toBe('found');
  });

  it('is nothing more for the group once a file system did not answer', async () => {
    const openFrames = open({
      limits: { oneMs: 20 },
      readSource: (path) => {
        asked.push(path);
        return new Promise(() => undefined);
      },
    });
    expect(await openFrames()(failed(AT_CART))).toBeUndefined();
    expect(await openFrames()(failed(AT_CART))).toBeUndefined();
    expect(asked).toEqual(['/w/src/cart.js']);
  });

  it('is never the run: a source that cannot be read is none', async () => {
    const readSource = () => Promise.reject(new Error('EIO'));
    expect(await open({ readSource })()(failed(AT_CART))).toBeUndefined();
  });
});
