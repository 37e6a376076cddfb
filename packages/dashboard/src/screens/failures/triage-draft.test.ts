import { expect, it } from 'vitest';
import { changeOf, dayOf, draftOf } from './triage-draft.ts';

const OPEN = { status: 'open', knownUntil: null, owner: { username: 'ada' }, link: null } as const;
const KNOWN = { ...OPEN, status: 'known-issue', knownUntil: '2026-12-24T12:00:00.000Z' } as const;

it('what was not changed is not sent', () => {
  expect(changeOf(OPEN, draftOf(OPEN))).toEqual({});
  expect(changeOf(KNOWN, draftOf(KNOWN))).toEqual({});
  expect(changeOf(OPEN, { ...draftOf(OPEN), link: 'https://issues.example/7' })).toEqual({
    link: 'https://issues.example/7',
  });
});

it('what was emptied is taken away', () => {
  expect(changeOf({ ...OPEN, link: 'https://issues.example/7' }, { ...draftOf(OPEN), owner: '' })).toEqual({
    owner: null,
    link: null,
  });
});

it('a known issue has a day, to its end, or is known for good', () => {
  const until = changeOf(OPEN, { ...draftOf(OPEN), status: 'known-issue', until: '2026-12-24' }).knownUntil;
  expect(dayOf(until ?? null)).toBe('2026-12-24');
  expect(new Date(until ?? 0).getHours()).toBe(23);
  expect(changeOf(KNOWN, { ...draftOf(KNOWN), until: '' })).toEqual({ knownUntil: null });
  expect(changeOf(OPEN, { ...draftOf(OPEN), status: 'known-issue' })).toEqual({
    status: 'known-issue',
    knownUntil: null,
  });
});

it('no other status has a day', () => {
  expect(changeOf(KNOWN, { ...draftOf(KNOWN), status: 'fixed' })).toEqual({ status: 'fixed' });
});

it('a known issue whose day has passed is open, and may be known again', () => {
  const lapsed = { ...OPEN, knownUntil: '2026-01-01T12:00:00.000Z' };
  expect(draftOf(lapsed).until).toBe('');
  expect(changeOf(lapsed, { ...draftOf(lapsed), status: 'known-issue', until: '' })).toEqual({
    status: 'known-issue',
    knownUntil: null,
  });
});
