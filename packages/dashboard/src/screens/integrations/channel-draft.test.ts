import { describe, expect, it } from 'vitest';
import { draftOf, emptyDraft, isComplete, makeSigningKey, secretsOf, settingsOf } from './channel-draft.ts';

describe('a channel as it is typed', () => {
  it('takes several recipients, and a mail server only with its host', () => {
    const fields = { to: 'ada@example.org, team@example.org', port: '465', tls: 'implicit' };
    expect(settingsOf({ ...emptyDraft('email'), fields })).toEqual({
      to: ['ada@example.org', 'team@example.org'],
    });
    expect(settingsOf({ ...emptyDraft('email'), fields: { ...fields, host: 'mail.example.org' } })).toEqual({
      to: ['ada@example.org', 'team@example.org'],
      smtp: { host: 'mail.example.org', port: 465, tls: 'implicit' },
    });
  });

  it('is sent back as it came', () => {
    const settings = { to: ['ada@example.org'], smtp: { host: 'mail.example.org', tls: 'none' as const } };
    const channel = {
      channelId: '01900000-0000-7000-8000-0000000000c1',
      projectId: null,
      name: 'own',
      kind: 'email' as const,
      state: 'on' as const,
      settings,
      secrets: ['password'],
      failures: 0,
      restsUntil: null,
      lastError: null,
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-01-01T00:00:00.000Z',
    };
    expect(settingsOf(draftOf(channel))).toEqual(settings);
    expect(secretsOf(draftOf(channel))).toBeUndefined();
  });

  it('needs its secret when it is made, and keeps it when it is changed', () => {
    const draft = { ...emptyDraft('slack-bot'), name: 'ci', fields: { channel: 'C0123456789' } };
    expect(isComplete(draft, 'to be set')).toBe(false);
    expect(isComplete(draft, 'may stay')).toBe(true);
    expect(isComplete({ ...draft, secret: 'xoxb-1' }, 'to be set')).toBe(true);
    expect(secretsOf({ ...draft, secret: 'xoxb-1' })).toEqual({ token: 'xoxb-1' });
  });

  it('makes signing keys as Standard Webhooks want them, each another', () => {
    const key = makeSigningKey();
    expect(key).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(makeSigningKey()).not.toBe(key);
  });
});
