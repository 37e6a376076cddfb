import { describe, expect, it } from 'vitest';
import {
  explainAnswer,
  explainConnection,
  explainMailRefusal,
  explainSlackRefusal,
} from './explain-refusal.ts';

describe('an answer', () => {
  it('of Slack that the webhook is gone says so, and where a new one goes', () => {
    expect(explainAnswer('slack-webhook', { status: 404, body: 'no_service' })).toBe(
      'Slack answered 404 no_service. The incoming webhook was removed or turned off. Make a new one in the Slack app, and give the channel its address with `gauntlet channel set-secret`.',
    );
    for (const [status, body] of [
      [404, '<html>not here</html>'],
      [410, 'channel_is_archived'],
      [403, 'invalid_token'],
    ] as const)
      expect(explainAnswer('slack-webhook', { status, body })).toMatch(/Make a new one .*set-secret/);
  });

  it('repeats nothing but a word', () => {
    const body = 'https://hooks.slack.com/services/T/B/secret was removed';
    expect(explainAnswer('slack-webhook', { status: 404, body })).not.toContain('secret was');
    expect(explainAnswer('webhook', { status: 401, body })).not.toContain('services');
  });

  it.each([
    ['webhook', 401, /signing key \(`gauntlet channel set-secret`/],
    ['webhook', 404, /`gauntlet channel change` --url/],
    ['webhook', 410, /turn the channel off with `gauntlet channel change` --off/],
    ['github', 401, /token is not good any more.*set-secret/],
    ['github', 403, /right to write commit statuses/],
    ['github', 404, /no such repository.*--repository/],
  ] as const)('of %s with %i says what to do', (kind, status, words) => {
    expect(explainAnswer(kind, { status, body: '' })).toMatch(words);
  });

  it('that nobody foresaw is told as it is', () => {
    expect(explainAnswer('webhook', { status: 418, body: 'teapot' })).toBe('It answered 418.');
    expect(explainSlackRefusal('constructor')).toBe('Slack answered constructor.');
  });
});

it.each([
  ['not_in_channel', /Invite the app/],
  ['channel_not_found', /no such Slack channel, or it is private/],
  ['token_revoked', /gauntlet channel set-secret/],
  ['missing_scope', /chat:write/],
])('a bot that Slack answers %s knows what to do', (word, words) => {
  expect(explainSlackRefusal(word)).toMatch(words);
});

it.each([
  [
    'h:1 could not be reached: connect ECONNREFUSED 127.0.0.1:1.',
    /^h:1 .*127\.0\.0\.1:1\. Nothing listens there/,
  ],
  ['The host h cannot be found. Check the name.', /Correct the host of the channel/],
  ['h could not be reached: self-signed certificate.', /NODE_EXTRA_CA_CERTS/],
  ['h could not be reached: certificate has expired.', /renew it/],
  ['h did not answer within 2 s.', /firewall/],
])('%s', (said, words) => {
  expect(explainConnection(said)).toMatch(words);
});

it('a mail server that is set by whoever runs this server is theirs to mend', () => {
  expect(explainMailRefusal('Invalid login: 535 no', 535, 'channel')).toMatch(/set-secret/);
  expect(explainMailRefusal('Invalid login: 535 no', 535, 'server')).toMatch(/GAUNTLET_SMTP_URL/);
  expect(explainMailRefusal('connect ECONNREFUSED h:25', undefined, 'channel')).toMatch(/Nothing listens/);
  expect(explainMailRefusal('connect ECONNREFUSED h:25', undefined, 'server')).toMatch(/GAUNTLET_SMTP_URL/);
  expect(explainMailRefusal('554 spam', 554, 'channel')).toBe('554 spam');
});
