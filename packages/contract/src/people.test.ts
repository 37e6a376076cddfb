import { expect, it } from 'vitest';
import { InvitationRequest, UserPatch, UserRequest } from './people.ts';

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
