/** What a rule would tell of an execution that has been, and how each of its channels would show it. */
import type { ExecutionId, Refusal, RuleId, RulePreview } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, shows } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction } from '../../kernel/tx.ts';
import { detailsOf } from '../deliver.ts';
import { matchRule } from '../match-rules.ts';
import type { Notice, NoticeDetails } from '../notice.ts';
import type { ChannelBrief, ChannelShelf, RuleShelf, RunReader } from '../ports.ts';
import { canTell, EARLIER_RUNS, runHappening } from '../queue-deliveries.ts';
import { renderCloudEvent } from '../render/cloud-event.ts';
import { renderCheckRun, renderCommitStatus } from '../render/github-report.ts';
import { plainMail, renderMail } from '../render/mail.ts';
import { noticeText } from '../render/notice-text.ts';
import { renderSlackMessage } from '../render/slack-message.ts';
import { noRule } from './manage-rules.ts';

export type PreviewDeps = {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  rules: Pick<RuleShelf, 'show'>;
  channels: Pick<ChannelShelf, 'briefs'>;
  runs: RunReader;
  serverUrl(): string;
};

export async function previewRule(
  deps: PreviewDeps,
  actor: Actor,
  ruleId: RuleId,
  executionId: ExecutionId,
): Promise<Result<RulePreview, Refusal<'not-found'>>> {
  const rule = await deps.rules.show(actor, ruleId);
  if (!rule) return refuse(noRule());
  const scene = await deps.inTransaction(async (tx) => {
    const [run] = await deps.runs.runs(tx, [executionId]);
    if (!run || !shows(actor, run)) return null;
    const outcome = await deps.runs.outcomeOf(tx, executionId);
    const earlier = await deps.runs.earlierRuns(tx, run, EARLIER_RUNS);
    return { run, outcome, earlier, channels: await deps.channels.briefs(tx, [run.teamId]) };
  });
  if (!scene) return refuse(noExecution(executionId));
  const { run, outcome, earlier } = scene;
  const now = deps.clock.now();
  const state = outcome === null ? ('running' as const) : ('ended' as const);
  const happening = runHappening({ about: 'execution', state, run, outcome, earlier }, now);
  const matched = matchRule(rule, happening.occurrence, now);
  const events = matched.told === 'yes' ? matched.match.events : matched.events;
  const notice = happening.notice(events);
  const details = await detailsOf(deps, notice);
  const channels = scene.channels.filter((channel) => rule.channelIds.includes(channel.channelId));
  const shown = channels.filter((channel) => canTell({ ...channel, state: 'on' }, run));
  return ok({
    events,
    told: matched.told,
    why: matched.told === 'yes' ? null : matched.why,
    messages: shown.map((channel) => messageOf(channel, notice, details, deps.ids.next<string>())),
  });
}

type Message = RulePreview['messages'][number];

function messageOf(channel: ChannelBrief, notice: Notice, details: NoticeDetails, eventId: string): Message {
  const { channelId, name: channelName, kind } = channel;
  const bare = { channelId, channelName, kind, subject: null, html: null, body: null };
  const text = plainMail(noticeText(notice, details));
  if (kind === 'email') return { ...bare, ...renderMail(notice, details) };
  if (kind === 'webhook') return { ...bare, text, body: { ...renderCloudEvent(notice, details, eventId) } };
  if (kind !== 'github') return { ...bare, text, body: { ...renderSlackMessage(notice, details) } };
  if (notice.about !== 'execution') return { ...bare, text };
  const body = { status: renderCommitStatus(notice, details), check: renderCheckRun(notice, details) };
  return { ...bare, text, body };
}

const noExecution = (executionId: ExecutionId): Refusal<'not-found'> => ({
  code: 'not-found',
  message: `There is no execution ${executionId} in your team or project.`,
});
