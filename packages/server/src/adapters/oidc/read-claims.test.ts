import { describe, expect, it } from 'vitest';
import { personFrom } from './read-claims.ts';

const who = { iss: 'https://id.example', sub: 'S-1' };

describe('what a provider says of somebody', () => {
  it('is taken from the ID token first, then from what it tells when asked', () => {
    const person = personFrom(
      { ...who, preferred_username: 'ada' },
      { preferred_username: 'other', groups: ['a', 'b'], sub: 'S-2', iss: 'https://evil.example' },
      'groups',
    );
    expect(person).toEqual({
      issuer: who.iss,
      subject: 'S-1',
      username: 'ada',
      email: null,
      groups: ['a', 'b'],
    });
  });

  it('has an address only with the word of the same source that it is verified', () => {
    const email = (idToken: object, more: object) =>
      personFrom({ ...who, ...idToken }, { ...more }, 'g').email;
    expect(email({ email: 'a@x.org', email_verified: true }, {})).toBe('a@x.org');
    expect(email({}, { email: 'a@x.org', email_verified: 'true' })).toBe('a@x.org');
    expect(email({ email: 'a@x.org' }, { email: 'b@x.org', email_verified: true })).toBeNull();
    expect(email({ email: 'a@x.org', email_verified: 'false' }, {})).toBeNull();
    expect(email({ email: 'a@x.org', email_verified: 1 }, {})).toBeNull();
  });

  it('has groups by a name, by the way to them, or as one word; other types are none', () => {
    const groups = (claims: object, name: string) => personFrom({ ...who, ...claims }, {}, name).groups;
    expect(groups({ realm_access: { roles: ['a'] } }, 'realm_access.roles')).toEqual(['a']);
    expect(groups({ 'https://x/groups': ['a'] }, 'https://x/groups')).toEqual(['a']);
    expect(groups({ hd: 'example.org' }, 'hd')).toEqual(['example.org']);
    expect(groups({ groups: ['a', 7, null, '', { b: 1 }] }, 'groups')).toEqual(['a']);
    for (const odd of [{}, { groups: null }, { groups: { a: true } }, { groups: 5 }])
      expect(groups(odd, 'groups')).toEqual([]);
    expect(groups({ groups: 'text' }, 'groups.length')).toEqual([]);
    expect(groups({}, 'constructor.name')).toEqual([]);
  });
});
