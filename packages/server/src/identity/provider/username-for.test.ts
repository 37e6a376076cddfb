import { describe, expect, it } from 'vitest';
import { numbered, usernameFor } from './username-for.ts';

describe('a user name from what the provider tells', () => {
  it('is the name there, or else the first half of the address, or else just "user"', () => {
    expect(usernameFor({ username: 'ada', email: 'x@example.org' })).toBe('ada');
    expect(usernameFor({ username: 'ada@example.org', email: null })).toBe('ada');
    expect(usernameFor({ username: null, email: 'grace.hopper@example.org' })).toBe('grace.hopper');
    expect(usernameFor({ username: '@@@', email: null })).toBe('user');
    expect(usernameFor({ username: null, email: null })).toBe('user');
  });

  it('has nothing that a list, a log or a command line could mistake', () => {
    expect(usernameFor({ username: '--ada\n\u202Elovelace; rm -rf /', email: null })).toBe(
      'ada-lovelace-rm-rf',
    );
    expect(usernameFor({ username: 'Ｚoë', email: null })).toBe('Zoë');
    expect([...usernameFor({ username: '𝒳'.repeat(200), email: null })].length).toBe(60);
  });

  it('is told apart from a namesake by a number', () => {
    expect([1, 2, 3].map((number) => numbered('ada', number))).toEqual(['ada', 'ada-2', 'ada-3']);
  });
});
