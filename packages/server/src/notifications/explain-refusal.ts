/**
 * Pure: why a receiver took nothing, and what to do about it, for those who look after the channel. Of what
 * was answered only a short word is repeated, and of an address never more than its host: the rest may be secret.
 */
import type { ChannelKind } from '@gauntlet/contract';

export type HttpKind = Exclude<ChannelKind, 'email'>;

const SET_SECRET = '`gauntlet channel set-secret`';
const CHANGE = '`gauntlet channel change`';

const NEW_TOKEN = `The bot's token is not good any more. Install the Slack app anew, and give the channel its token with ${SET_SECRET}.`;
const NOT_IN_CHANNEL = `Invite the app into the Slack channel, or name another one with ${CHANGE} --channel.`;
const NEW_WEBHOOK = `Make a new one in the Slack app, and give the channel its address with ${SET_SECRET}.`;

/** By the words that Slack refuses with, of its Web API and of its incoming webhooks. */
const SLACK_WORDS: Readonly<Record<string, string>> = {
  invalid_auth: NEW_TOKEN,
  not_authed: NEW_TOKEN,
  token_revoked: NEW_TOKEN,
  token_expired: NEW_TOKEN,
  account_inactive: NEW_TOKEN,
  missing_scope: `Give the Slack app the scope chat:write, install it anew, and give the channel its token with ${SET_SECRET}.`,
  not_in_channel: `The app is not in the Slack channel. ${NOT_IN_CHANNEL}`,
  is_archived: `The Slack channel is archived. Name another one with ${CHANGE} --channel.`,
  no_service: `The incoming webhook was removed or turned off. ${NEW_WEBHOOK}`,
  no_active_hooks: `The incoming webhook was turned off. ${NEW_WEBHOOK}`,
  no_team: `The Slack workspace is not there any more. ${NEW_WEBHOOK}`,
  invalid_token: `The address of the incoming webhook is not right. ${NEW_WEBHOOK}`,
  channel_is_archived: `The Slack channel of the webhook is archived. ${NEW_WEBHOOK}`,
  action_prohibited:
    'An admin of the Slack workspace does not let the app post there. Ask them, or use another channel.',
};

const slackAdvice = (kind: HttpKind, word: string): string | undefined => {
  if (word === 'channel_not_found')
    return kind === 'slack-bot'
      ? `There is no such Slack channel, or it is private. ${NOT_IN_CHANNEL}`
      : `The Slack channel of the webhook was removed. ${NEW_WEBHOOK}`;
  return Object.hasOwn(SLACK_WORDS, word) ? SLACK_WORDS[word] : undefined;
};

/** Of the Web API, which says no with a 200 and a word. */
export const explainSlackRefusal = (word: string): string =>
  `Slack answered ${word}${ended(slackAdvice('slack-bot', word))}`;

export function explainAnswer(kind: HttpKind, { status, body }: { status: number; body: string }): string {
  if (status >= 300 && status < 400)
    return `It answered ${status}: redirects are not followed. Give the address that it leads to.`;
  if (kind === 'webhook') return `It answered ${status}${ended(WEBHOOK_STATUSES[status])}`;
  if (kind === 'github') return `GitHub answered ${status}${ended(GITHUB_STATUSES[status])}`;
  const word = /^[a-z][a-z_]{1,40}$/.test(body.trim()) ? body.trim() : '';
  const advice = slackAdvice(kind, word) ?? SLACK_STATUSES[status];
  return `Slack answered ${[status, word].join(' ').trim()}${ended(advice)}`;
}

const ended = (advice: string | undefined): string => (advice === undefined ? '.' : `. ${advice}`);

const NOT_LET_IN = `The receiver does not take what this channel sends. Check that it verifies with the channel's signing key (${SET_SECRET} makes another), and that its address needs no other credential.`;
const WEBHOOK_STATUSES: Readonly<Record<number, string>> = {
  401: NOT_LET_IN,
  403: NOT_LET_IN,
  404: `Nothing takes a POST at the channel's address. Give the right one with ${CHANGE} --url.`,
  405: `Nothing takes a POST at the channel's address. Give the right one with ${CHANGE} --url.`,
  410: `The receiver is gone for good. Give another address with ${CHANGE} --url, or turn the channel off with ${CHANGE} --off.`,
};

const GITHUB_STATUSES: Readonly<Record<number, string>> = {
  401: `The token is not good any more. Give the channel another with ${SET_SECRET}.`,
  403: 'The token may not do this. Give it the right to write commit statuses; checks are written by the token of a GitHub App alone.',
  404: `There is no such repository, or the token may not see it. Correct it with ${CHANGE} --repository, or give a token that may with ${SET_SECRET}.`,
  410: `The repository is gone. Name another with ${CHANGE} --repository.`,
  422: 'GitHub does not know the commit, most likely because it was not pushed there.',
};

const SLACK_STATUSES: Readonly<Record<number, string>> = {
  401: `The credentials are not good any more. Give the channel others with ${SET_SECRET}.`,
  403: `Slack does not let this channel post. ${NEW_WEBHOOK}`,
  404: `The incoming webhook is not there. ${NEW_WEBHOOK}`,
  410: `The incoming webhook is gone. ${NEW_WEBHOOK}`,
};

const CONNECTION_WORDS: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED/, 'Nothing listens there: start the receiver, or correct the host and port of the channel.'],
  [
    /ENOTFOUND|EAI_AGAIN|cannot be found/,
    'Correct the host of the channel, or see that the name service of this server knows it.',
  ],
  [
    /EHOSTUNREACH|ENETUNREACH/,
    'There is no way from this server to it: see the network, or correct the address.',
  ],
  [
    /certificate|altnames|issuer/i,
    'Its certificate is not valid for this address or not trusted here: renew it, or have whoever runs this server trust its authority (NODE_EXTRA_CA_CERTS).',
  ],
  [
    /wrong version number|packet length too long|EPROTO/i,
    'It does not speak TLS: see whether the address begins with http:// and whether the port is right.',
  ],
  [/HPE_|Parse Error/, 'It does not speak HTTP: see whether the address begins with https://, and the port.'],
  [/ECONNRESET|socket hang up/, 'It closed the connection: see its log, and whether the port is right.'],
  [/did not answer|ETIMEDOUT|timeout/i, 'See whether it runs, and whether a firewall is in between.'],
];

/** What the system said, in whatever wrapping a library hands it on, then what to do. */
export function explainConnection(said: string): string {
  const advice = CONNECTION_WORDS.find(([words]) => words.test(said))?.[1];
  return `${said.replace(/\.$/, '')}${ended(advice)}`;
}

/** The server's own relay is not for those to mend who look after the channel. */
export function explainMailRefusal(said: string, code: number | undefined, relayOf: 'channel' | 'server') {
  const isLogin = code === 530 || code === 534 || code === 535;
  const what = isLogin ? `The mail server does not accept the user name and password (${code}).` : said;
  if (code !== undefined && !isLogin) return said;
  if (relayOf === 'server') return `${what} Whoever runs this server has to see to GAUNTLET_SMTP_URL.`;
  return isLogin
    ? `${what} Give the channel the right password with ${SET_SECRET}.`
    : explainConnection(said);
}
