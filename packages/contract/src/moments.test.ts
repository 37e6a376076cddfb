import { expect, it } from 'vitest';
import { InstantOrAge, momentOf } from './moments.ts';

const NOW = new Date('2026-03-10T12:00:00.000Z');

it.each([
  ['30m', '2026-03-10T11:30:00.000Z'],
  ['24h', '2026-03-09T12:00:00.000Z'],
  ['7d', '2026-03-03T12:00:00.000Z'],
  ['2026-01-02T03:04:05.000Z', '2026-01-02T03:04:05.000Z'],
])('%s is a moment', (text, moment) => {
  expect(momentOf(InstantOrAge.parse(text), NOW).toISOString()).toBe(moment);
});

it.each(['', '0d', '7', 'd', '7 d', '-7d', '12345d', '7w', 'yesterday', '2026-01-02'])(
  '%j is none',
  (text) => {
    expect(InstantOrAge.safeParse(text).success).toBe(false);
  },
);
