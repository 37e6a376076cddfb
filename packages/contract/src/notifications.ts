/**
 * Notifications: channels that lead to people, rules that say what goes where, deliveries, and the inbox.
 *
 *   GET    /api/v1/channels                       ChannelList       (ChannelQuery)
 *   POST   /api/v1/channels                       201 ChannelView   (ChannelRequest)
 *   GET    /api/v1/channels/:id                   ChannelView
 *   PATCH  /api/v1/channels/:id                   ChannelView       (ChannelChange)
 *   DELETE /api/v1/channels/:id                   204
 *   POST   /api/v1/channels/:id/test              ChannelTest
 *   GET    /api/v1/notification-rules             RuleList          (RuleQuery)
 *   POST   /api/v1/notification-rules             201 RuleView      (RuleRequest)
 *   GET    /api/v1/notification-rules/:id         RuleView
 *   PATCH  /api/v1/notification-rules/:id         RuleView          (RuleChange)
 *   DELETE /api/v1/notification-rules/:id         204
 *   GET    /api/v1/notification-rules/:id/preview/:executionId RulePreview
 *   GET    /api/v1/deliveries                     DeliveryList      (DeliveryQuery)
 *   POST   /api/v1/deliveries/replay              DeliveriesReplayed (ReplayRequest)
 *   POST   /api/v1/deliveries/:id/replay          DeliveryView
 *   GET    /api/v1/inbox                          InboxList         (InboxQuery)
 *   POST   /api/v1/inbox/read                     InboxRead         (InboxReadRequest)
 *
 * What a channel is trusted with (`secrets`) goes in and never comes out again.
 */
import { z } from 'zod';
import { ChannelId, DefinitionId, DeliveryId, ExecutionId, InboxItemId, RuleId } from './ids.ts';
import { ChannelName, NotificationEvent, NotificationEvents } from './notification-events.ts';
import { Instant, Paging, page } from './paging.ts';
import { OfProject } from './projects.ts';

export const ChannelKind = z.enum(['slack-webhook', 'slack-bot', 'email', 'webhook', 'github']);
export type ChannelKind = z.infer<typeof ChannelKind>;

/** `off`: nothing goes through it, and nothing new is kept for it. */
const OnOff = z.enum(['on', 'off']);

const HttpAddress = z
  .string()
  .max(2048)
  .regex(/^https?:\/\/[^\s\p{C}]+$/u, 'an address that begins with https:// or http://')
  .refine((text) => URL.canParse(text), 'a whole address');
/** No line break gets into a header, and nothing that could be another recipient. */
const MailAddress = z
  .string()
  .max(254)
  .regex(/^[^\s<>(),;:"\\@\p{C}]+@[^\s<>(),;:"\\@\p{C}]+$/u, 'a mail address such as team@example.org');
const OneLine = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\p{C}]*$/u, 'on one line');
const Credential = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[^\s\p{C}]+$/u, 'without spaces and line breaks');

const SmtpSettings = z.strictObject({
  host: OneLine,
  port: z.number().int().min(1).max(65_535).optional().describe('465 with `implicit`, else 587'),
  tls: z
    .enum(['starttls', 'implicit', 'none'])
    .default('starttls')
    .describe('starttls: refuses a server that has none; none: in the clear'),
  username: OneLine.optional(),
});
export type SmtpSettings = z.infer<typeof SmtpSettings>;

const SlackWebhookSettings = z.strictObject({});
const SlackBotSettings = z.strictObject({
  channel: OneLine.describe('id of the Slack channel (C0123456789), or its name'),
  apiUrl: HttpAddress.optional().describe('left out: https://slack.com/api/'),
});
const EmailSettings = z.strictObject({
  to: z.array(MailAddress).min(1).max(50),
  from: MailAddress.optional().describe("left out: the server's GAUNTLET_SMTP_FROM"),
  smtp: SmtpSettings.optional().describe("left out: the server's GAUNTLET_SMTP_URL"),
});
const WebhookSettings = z.strictObject({ url: HttpAddress });
const GithubSettings = z.strictObject({
  repository: z
    .string()
    .max(200)
    .regex(/^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/, 'owner/name'),
  report: z
    .enum(['status', 'check'])
    .default('status')
    .describe('status: by any token that may write statuses; check: by the token of a GitHub App'),
  context: OneLine.optional().describe('left out: gauntlet/<name of the definition>'),
  apiUrl: HttpAddress.optional().describe('left out: https://api.github.com'),
});

const WEBHOOK_KEY = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/;
/** Of Standard Webhooks: 24 to 64 bytes. */
const WebhookKey = z
  .string()
  .regex(WEBHOOK_KEY, 'whsec_ and 24 to 64 random bytes in base64, as `gauntlet channel add` makes them');

const KINDS = {
  'slack-webhook': { settings: SlackWebhookSettings, secrets: z.strictObject({ url: HttpAddress }) },
  'slack-bot': { settings: SlackBotSettings, secrets: z.strictObject({ token: Credential }) },
  email: {
    settings: EmailSettings,
    secrets: z.strictObject({ password: z.string().min(1).max(4096).optional() }),
  },
  webhook: { settings: WebhookSettings, secrets: z.strictObject({ signingKey: WebhookKey }) },
  github: { settings: GithubSettings, secrets: z.strictObject({ token: Credential }) },
} as const;

export const ChannelRequest = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('slack-webhook'),
    name: ChannelName,
    settings: KINDS['slack-webhook'].settings.prefault({}),
    secrets: KINDS['slack-webhook'].secrets,
  }),
  z.strictObject({ kind: z.literal('slack-bot'), name: ChannelName, ...KINDS['slack-bot'] }),
  z.strictObject({
    kind: z.literal('email'),
    name: ChannelName,
    settings: KINDS.email.settings,
    secrets: KINDS.email.secrets.prefault({}),
  }),
  z.strictObject({ kind: z.literal('webhook'), name: ChannelName, ...KINDS.webhook }),
  z.strictObject({ kind: z.literal('github'), name: ChannelName, ...KINDS.github }),
]);
export type ChannelRequest = z.infer<typeof ChannelRequest>;

const changeOf = <Kind extends ChannelKind, Settings extends z.ZodType, Secrets extends z.ZodType>(
  kind: Kind,
  { settings, secrets }: { settings: Settings; secrets: Secrets },
) =>
  z.strictObject({
    kind: z.literal(kind).describe('as it is: it does not change'),
    name: ChannelName.optional(),
    state: OnOff.optional(),
    settings: settings.optional().describe('all of them: what is left out is unset'),
    secrets: secrets.optional(),
  });
export const ChannelChange = z.discriminatedUnion('kind', [
  changeOf('slack-webhook', KINDS['slack-webhook']),
  changeOf('slack-bot', KINDS['slack-bot']),
  changeOf('email', KINDS.email),
  changeOf('webhook', KINDS.webhook),
  changeOf('github', KINDS.github),
]);
export type ChannelChange = z.infer<typeof ChannelChange>;

/** Settings with their secrets, by kind: what a transport works with. */
export type ChannelAccess =
  | { kind: 'slack-webhook'; settings: object; secrets: { url: string } }
  | { kind: 'slack-bot'; settings: z.infer<typeof SlackBotSettings>; secrets: { token: string } }
  | { kind: 'email'; settings: z.infer<typeof EmailSettings>; secrets: { password?: string | undefined } }
  | {
      kind: 'webhook';
      settings: z.infer<typeof WebhookSettings>;
      /** `previous` signs as well until `previousUntil`. */
      secrets: { signingKey: string; previous?: string; previousUntil?: string };
    }
  | { kind: 'github'; settings: z.infer<typeof GithubSettings>; secrets: { token: string } };

const ChannelSettings = z.union([
  EmailSettings,
  GithubSettings,
  SlackBotSettings,
  WebhookSettings,
  SlackWebhookSettings,
]);

export const ChannelView = z
  .object({
    channelId: ChannelId,
    projectId: OfProject,
    name: z.string(),
    kind: ChannelKind,
    state: OnOff,
    settings: ChannelSettings.describe('those of its kind'),
    secrets: z.array(z.string()).describe('names of the secrets that are set; their values never come out'),
    failures: z.number().int().describe('attempts that failed since the last that did not'),
    restsUntil: Instant.nullable().describe('nothing is sent before; null: it does not rest'),
    lastError: z.string().nullable(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Channel' });
export type ChannelView = z.infer<typeof ChannelView>;
export const ChannelList = page(ChannelView).meta({ id: 'ChannelList' });
export const ChannelQuery = z.object({ name: z.string().max(100).optional().describe('exactly'), ...Paging });
export type ChannelQuery = z.infer<typeof ChannelQuery>;

/** `head`: the beginning of the answer. */
const DeliveryResponse = z.object({ status: z.string(), head: z.string() });
export type DeliveryResponse = z.infer<typeof DeliveryResponse>;

export const ChannelTest = z
  .object({
    outcome: z.enum(['delivered', 'failed']),
    message: z.string().nullable().describe('why not, and what to do'),
    response: DeliveryResponse.nullable(),
  })
  .meta({ id: 'ChannelTest' });
export type ChannelTest = z.infer<typeof ChannelTest>;

const RuleName = ChannelName;
const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM, from 00:00 to 23:59');
const TimeZone = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_+\-/]+$/)
  .refine(isTimeZone, 'a time zone such as Europe/Berlin or UTC');

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false; // a RangeError is all that it can be
  }
}

const Weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
export type Weekday = z.infer<typeof Weekday>;

const QuietHours = z.strictObject({
  from: ClockTime,
  until: ClockTime.describe('before `from`: of the next day; equal to it: all day'),
  timeZone: TimeZone,
  days: z.array(Weekday).min(1).max(7).optional().describe('on which they begin; left out: on each'),
  meanwhile: z
    .enum(['hold', 'drop'])
    .default('hold')
    .describe('hold: what happens is told when they end; drop: never'),
  except: z
    .array(NotificationEvent)
    .max(NotificationEvent.options.length)
    .default([])
    .describe('told all the same'),
});
export type QuietHours = z.infer<typeof QuietHours>;

const RuleConditions = z.strictObject({
  branches: z
    .array(z.string().min(1).max(255))
    .min(1)
    .max(50)
    .optional()
    .describe('any of them; `*` stands for any signs'),
  tags: z
    .record(z.string().min(1).max(64), z.string().max(255))
    .optional()
    .describe('all of them; `*` stands for any signs'),
  slowerByPercent: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe('of `slow`: than the median of the last runs; 50 when neither is said'),
  slowerThanSeconds: z.number().int().min(1).max(604_800).optional().describe('of `slow`: in any case'),
  quotaPercent: z
    .number()
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe('of `quota`: from how much on; 80 when left out'),
});
export type RuleConditions = z.infer<typeof RuleConditions>;

const ruleFields = {
  name: RuleName,
  definitionId: DefinitionId.nullable().describe('null: all of the team or project'),
  events: NotificationEvents,
  channelIds: z.array(ChannelId).max(20),
  inbox: z.enum(['nobody', 'submitter', 'team']).describe('whose inbox is told'),
  conditions: RuleConditions,
  quietHours: QuietHours.nullable(),
  dedupeMinutes: z
    .number()
    .int()
    .min(0)
    .max(10_080)
    .describe('the same of the same definition and branch is told once in this time; 0: each time'),
  state: OnOff,
};

export const RuleRequest = z.strictObject({
  ...ruleFields,
  definitionId: ruleFields.definitionId.default(null),
  channelIds: ruleFields.channelIds.default([]),
  inbox: ruleFields.inbox.default('nobody'),
  conditions: ruleFields.conditions.prefault({}),
  quietHours: ruleFields.quietHours.default(null),
  dedupeMinutes: ruleFields.dedupeMinutes.default(0),
  state: ruleFields.state.default('on'),
});
export type RuleRequest = z.infer<typeof RuleRequest>;
export const RuleChange = z.strictObject(ruleFields).partial();
export type RuleChange = z.infer<typeof RuleChange>;

export const RuleView = z
  .object({
    ruleId: RuleId,
    projectId: OfProject,
    ...ruleFields,
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'NotificationRule' });
export type RuleView = z.infer<typeof RuleView>;
export const RuleList = page(RuleView).meta({ id: 'NotificationRuleList' });
export const RuleQuery = z.object({ name: z.string().max(100).optional().describe('exactly'), ...Paging });
export type RuleQuery = z.infer<typeof RuleQuery>;

export const RulePreview = z
  .object({
    events: z.array(NotificationEvent).describe('of the rule that happened with this execution'),
    told: z.enum(['yes', 'no']).describe('no: nothing of it is in the rule, or its conditions do not hold'),
    why: z.string().nullable().describe('why not'),
    messages: z.array(
      z.object({
        channelId: ChannelId,
        channelName: z.string(),
        kind: ChannelKind,
        subject: z.string().nullable().describe('of a mail'),
        text: z.string(),
        html: z.string().nullable().describe('of a mail'),
        body: z.record(z.string(), z.unknown()).nullable().describe('what is sent, where it is JSON'),
      }),
    ),
  })
  .meta({ id: 'NotificationPreview' });
export type RulePreview = z.infer<typeof RulePreview>;

/** `failed`: tried, and tried again later. `dead`: given up, until somebody replays it. */
export const DeliveryStatus = z.enum(['pending', 'delivered', 'failed', 'dead']);
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

export const DeliveryView = z
  .object({
    deliveryId: DeliveryId,
    eventId: z.uuid().describe('in the event store; one event is told once to one channel'),
    ruleId: RuleId.nullable().describe('null: by the definition itself'),
    projectId: OfProject,
    channel: z.object({ channelId: ChannelId, name: z.string(), kind: ChannelKind }),
    executionId: ExecutionId.nullable(),
    events: z.array(NotificationEvent),
    title: z.string(),
    status: DeliveryStatus,
    attempts: z.number().int(),
    nextAttemptAt: Instant.nullable(),
    lastError: z.string().nullable(),
    response: DeliveryResponse.nullable().describe('to the last attempt'),
    createdAt: Instant,
    deliveredAt: Instant.nullable(),
  })
  .meta({ id: 'Delivery' });
export type DeliveryView = z.infer<typeof DeliveryView>;
export const DeliveryList = page(DeliveryView).meta({ id: 'DeliveryList' });
export const DeliveryQuery = z.object({
  status: z.string().max(100).optional().describe('`dead`, several by commas'),
  channelId: ChannelId.optional(),
  ruleId: RuleId.optional(),
  executionId: ExecutionId.optional(),
  ...Paging,
});
export type DeliveryQuery = z.infer<typeof DeliveryQuery>;

export const ReplayRequest = z
  .strictObject({ channelId: ChannelId.optional().describe('only those of this channel') })
  .prefault({});
export const DeliveriesReplayed = z
  .object({ replayed: z.number().int().describe('dead ones that are tried again, 1000 at most') })
  .meta({ id: 'DeliveriesReplayed' });

export const InboxItem = z
  .object({
    itemId: InboxItemId,
    projectId: OfProject,
    executionId: ExecutionId.nullable(),
    events: z.array(NotificationEvent),
    title: z.string(),
    link: z.string().nullable().describe('address from the root of the server'),
    createdAt: Instant,
    readAt: Instant.nullable(),
  })
  .meta({ id: 'InboxItem' });
export type InboxItem = z.infer<typeof InboxItem>;
export const InboxList = page(InboxItem)
  .extend({ unread: z.number().int().describe('of all that there are') })
  .meta({ id: 'InboxList' });
export type InboxList = z.infer<typeof InboxList>;
export const InboxQuery = z.object({
  show: z.enum(['all', 'unread']).default('all'),
  ...Paging,
});
export type InboxQuery = z.infer<typeof InboxQuery>;
export const InboxReadRequest = z
  .strictObject({
    itemIds: z.array(InboxItemId).min(1).max(500).optional().describe('left out: all of them'),
  })
  .prefault({});
export const InboxRead = z
  .object({ marked: z.number().int(), unread: z.number().int() })
  .meta({ id: 'InboxRead' });
