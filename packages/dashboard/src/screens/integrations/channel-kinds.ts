/** The kinds of channels: what they are called, what they need, and what of it is secret. */
import type { Channel } from './queries.ts';

export type Kind = Channel['kind'];

export type KindField = {
  name: string;
  label: string;
  /** May be left out. */
  needed: 'yes' | 'no';
  placeholder?: string;
  hint?: string;
  options?: readonly { value: string; label: string }[];
};

type KindWords = {
  kind: Kind;
  label: string;
  explained: string;
  settings: readonly KindField[];
  /** Thought out here: the signing key of a webhook is made, and shown once. */
  secret: (KindField & { made?: 'here' }) | null;
};

const API_URL = { name: 'apiUrl', label: 'Address of the API', needed: 'no' } as const;

const TLS = [
  { value: 'starttls', label: 'STARTTLS: refuses a server that has none' },
  { value: 'implicit', label: 'TLS from the beginning' },
  { value: 'none', label: 'None: in the clear' },
];

const EMAIL: readonly KindField[] = [
  {
    name: 'to',
    label: 'To',
    needed: 'yes',
    placeholder: 'ada@example.org, team@example.org',
    hint: 'Several by commas.',
  },
  { name: 'from', label: 'From', needed: 'no', hint: "Left out: the server's own sender." },
  {
    name: 'host',
    label: 'Mail server',
    needed: 'no',
    placeholder: 'mail.example.org',
    hint: "Left out: the server's own relay. The fields below are of this mail server.",
  },
  { name: 'port', label: 'Port', needed: 'no', hint: 'Left out: 465 with TLS from the beginning, else 587.' },
  { name: 'tls', label: 'Encryption', needed: 'no', options: TLS },
  { name: 'username', label: 'User name', needed: 'no' },
];

const GITHUB: readonly KindField[] = [
  { name: 'repository', label: 'Repository', needed: 'yes', placeholder: 'owner/name' },
  {
    name: 'report',
    label: 'It reports a',
    needed: 'no',
    options: [
      { value: 'status', label: 'commit status, by any token that may write statuses' },
      { value: 'check', label: 'check, by the token of a GitHub App' },
    ],
  },
  {
    name: 'context',
    label: 'Context',
    needed: 'no',
    hint: 'Left out: gauntlet/ and the name of the definition.',
  },
  { ...API_URL, placeholder: 'https://github.example.org/api/v3', hint: 'Of GitHub Enterprise Server.' },
];

export const KINDS: readonly KindWords[] = [
  {
    kind: 'slack-webhook',
    label: 'Slack, incoming webhook',
    explained: 'A message for each event, into the channel that the webhook was made for.',
    settings: [],
    secret: {
      name: 'url',
      label: 'Address of the incoming webhook',
      needed: 'yes',
      hint: 'Whoever has it can write there: it is kept as a secret.',
    },
  },
  {
    kind: 'slack-bot',
    label: 'Slack, bot',
    explained: 'One message for each execution, changed in place; its failures in the thread.',
    settings: [
      {
        name: 'channel',
        label: 'Slack channel',
        needed: 'yes',
        placeholder: 'C0123456789',
        hint: 'Best its id. The bot has the scope chat:write and is invited there.',
      },
      { ...API_URL, placeholder: 'https://slack.com/api/' },
    ],
    secret: { name: 'token', label: "The bot's token", needed: 'yes', placeholder: 'xoxb-…' },
  },
  {
    kind: 'email',
    label: 'E-mail',
    explained: 'Text and HTML, with the first ten failures.',
    settings: EMAIL,
    secret: { name: 'password', label: 'Password for the mail server', needed: 'no' },
  },
  {
    kind: 'webhook',
    label: 'Webhook',
    explained: 'A POST with a CloudEvent, signed as in Standard Webhooks.',
    settings: [
      { name: 'url', label: 'Address', needed: 'yes', placeholder: 'https://hooks.example.org/gauntlet' },
    ],
    secret: { name: 'signingKey', label: 'Signing key', needed: 'yes', made: 'here' },
  },
  {
    kind: 'github',
    label: 'GitHub',
    explained: 'A status or a check on the commit of an execution; without a commit it says nothing.',
    settings: GITHUB,
    secret: { name: 'token', label: 'Token', needed: 'yes' },
  },
];

export const wordsOfKind = (kind: Kind): KindWords => KINDS.find((one) => one.kind === kind) as KindWords;
