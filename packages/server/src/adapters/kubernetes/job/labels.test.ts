import fc from 'fast-check';
import { expect, it } from 'vitest';
import { labelValue, selectorOf } from './labels.ts';

const VALID = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;

it('any name becomes a valid value of a label, and different names stay different', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 200 }),
      (one, other) => {
        expect(labelValue(one)).toMatch(VALID);
        expect(labelValue(other)).toMatch(VALID);
        if (one !== other) expect(labelValue(one)).not.toBe(labelValue(other));
      },
    ),
    {
      examples: [
        ['a b', 'a-b'],
        ['x'.repeat(64), 'x'.repeat(65)],
        ['', '-'],
      ],
    },
  );
});

it('what is valid stays as it is, so that people can ask for it', () => {
  expect(labelValue('prod_eu-1.a')).toBe('prod_eu-1.a');
  expect(selectorOf('prod')).toBe('app.kubernetes.io/managed-by=gauntlet,app.kubernetes.io/instance=prod');
});
