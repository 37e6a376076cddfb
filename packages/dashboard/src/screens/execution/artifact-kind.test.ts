import { expect, it } from 'vitest';
import { kindOfArtifact, readableName } from './artifact-kind.ts';

const of = (contentType: string, rest: Partial<Parameters<typeof kindOfArtifact>[0]> = {}) =>
  kindOfArtifact({ type: 'file', name: 'a.bin', groupIndex: 0, contentType, ...rest });

it('is shown by what it is', () => {
  expect(of('image/png')).toBe('image');
  expect(of('video/webm')).toBe('video');
  expect(of('text/html; charset=utf-8')).toBe('page');
  expect(of('application/json')).toBe('text');
  expect(of('application/octet-stream', { name: 'x.log' })).toBe('text');
  expect(of('application/zip', { type: 'trace' })).toBe('trace');
  expect(of('application/zip')).toBe('other');
});

it('is no picture where the server would not show it, and no report where a test wrote it', () => {
  expect(of('image/svg+xml')).toBe('text');
  expect(of('text/html', { type: 'html-report', groupIndex: null })).toBe('report');
  expect(of('text/html', { type: 'html-report', groupIndex: 0 })).toBe('page');
});

it('is called by its file name', () => {
  expect(readableName('shots/a b.png')).toBe('a b.png');
  expect(readableName('a.png')).toBe('a.png');
});
