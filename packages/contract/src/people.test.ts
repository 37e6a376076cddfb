import { expect, it } from 'vitest';
import { InvitationRequest, TeamRequest, UserPatch, UserRequest } from './people.ts';

const takes = (email: string) =>
  [
    UserRequest.safeParse({ username: 'ann', email }),
    UserPatch.safeParse({ email }),
    InvitationRequest.safeParse({ email }),
  ].map(({ success }) => success);

it('an e-mail address has 64 characters before the @ at most, as mail servers have it', () => {
  expect(takes(`${'a'.repeat(64)}@example.org`)).toEqual([true, true, true]);
  expect(takes(`${'a'.repeat(65)}@example.org`)).toEqual([false, false, false]);
});

it.each(['ann@shop-.example.org', `ann@${'a'.repeat(64)}.org`])(
  '"%s" is no e-mail address: no host has such a name',
  (email) => {
    expect(takes(email)).toEqual([false, false, false]);
    expect(takes('ann@shop-1.example.org')).toEqual([true, true, true]);
  },
);

it('the name of a team is taken without the space around it, and is no id with it either', () => {
  const nameOf = (name: string) => TeamRequest.safeParse({ name }).data?.name;
  expect(nameOf(' Shop and more\n')).toBe('Shop and more');
  expect(nameOf('a'.repeat(63))).toHaveLength(63);
  expect(nameOf('a'.repeat(64))).toBeUndefined();
  expect(nameOf('  ')).toBeUndefined();
  expect(nameOf(' 01900000-0000-7000-8000-000000000301 ')).toBeUndefined();
});
