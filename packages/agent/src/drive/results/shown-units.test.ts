import { type ClaimedUnit, PlannedUnit, UnitId } from '@gauntlet/contract';
import { expect, it } from 'vitest';
import { createMasker } from '../../masking/masker.ts';
import { showUnits } from './shown-units.ts';

const unitId = UnitId.parse('01900000-0000-7000-8000-000000000001');
const files = ['hunter22.test.js', 'other-secret.test.js', 'plain.test.js'];
const units = files.map((file) => PlannedUnit.parse({ key: file, title: `in ${file}`, file }));
const shown = showUnits(units, createMasker(['hunter22', 'other-secret']));

it('units show no secret, and every key stays one of its own', () => {
  expect(shown.planned.map(({ key, title, file }) => [key, title, file])).toEqual([
    ['***.test.js', 'in ***.test.js', '***.test.js'],
    ['***.test.js (2)', 'in ***.test.js', '***.test.js'],
    ['plain.test.js', 'in plain.test.js', 'plain.test.js'],
  ]);
});

it('units that are claimed can be run', () => {
  const claimed: ClaimedUnit[] = shown.planned.map((unit) => ({ ...unit, unitId }));
  expect(claimed.map(shown.restore).map(({ key, file }) => [key, file])).toEqual(
    files.map((file) => [file, file]),
  );
  const unknown = { unitId, key: 'elsewhere', title: 'elsewhere' };
  expect(shown.restore(unknown)).toBe(unknown);
});
