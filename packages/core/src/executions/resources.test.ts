import { expect, it } from 'vitest';
import { cpuMillis, memoryBytes } from './resources.ts';

it.each([
  [0.5, 500],
  ['500m', 500],
  ['2', 2000],
  ['0.25', 250],
])('reads %s CPU as %i millicores', (text, millis) => {
  expect(cpuMillis(text)).toBe(millis);
});

it.each([
  [1024, 1024],
  ['1Ki', 1024],
  ['512Mi', 536_870_912],
  ['1.5G', 1_500_000_000],
])('reads %s memory as %i bytes', (text, bytes) => {
  expect(memoryBytes(text)).toBe(bytes);
});
