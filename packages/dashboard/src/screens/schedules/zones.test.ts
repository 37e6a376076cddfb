import { expect, it } from 'vitest';
import { clockOf, zonesWith } from './zones.ts';

it('the zones are sorted, each once, with UTC and the one that is set', () => {
  const zones = zonesWith('Europe/Berlin');
  expect(zones).toContain('UTC');
  expect(zones.filter((zone) => zone === 'Europe/Berlin')).toHaveLength(1);
  expect([...zones].sort()).toEqual(zones);
  expect(zonesWith('Mars/Olympus')).toContain('Mars/Olympus');
});

it('a moment is told by the clocks of the zone', () => {
  expect(clockOf('Asia/Tokyo')('2026-01-01T00:30:00.000Z')).toMatch(/0?9:30/);
  expect(clockOf('Mars/Olympus')('2026-01-01T15:30:00.000Z')).toBe(
    clockOf('UTC')('2026-01-01T15:30:00.000Z'),
  );
});
