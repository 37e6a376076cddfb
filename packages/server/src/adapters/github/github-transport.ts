/**
 * GitHub's commit statuses, and check runs of a GitHub App. A status with the same context replaces the one
 * before; a check run is found again by the execution it stands for.
 */
import {
  type GuardedFetch,
  OutboundError,
  type SeenAnswer,
  watchedFetch,
} from '@gauntlet/host/guarded-fetch';
import { request } from '@octokit/request';
import { z } from 'zod';
import {
  judgeAnswer,
  judgeUnreached,
  type Reference,
  type RunNotice,
  renderCheckRun,
  renderCommitStatus,
  responseOf,
  type SendOrder,
  type SendOutcome,
  type Transport,
} from '../../notifications/index.ts';

type GithubAccess = SendOrder['access'] & { kind: 'github' };
type Request = typeof request;

/** Of GitHub's answers what is made use of. */
const Statuses = z.array(
  z.object({
    context: z.string(),
    state: z.string(),
    description: z.string().nullish(),
    target_url: z.string().nullish(),
  }),
);
const CheckRun = z.object({ id: z.number().int().positive(), external_id: z.string().nullish() });
const CheckRuns = z.object({ check_runs: z.array(CheckRun) });

/** Whoever answered, with success, is not GitHub. */
class WrongAnswer extends Error {}

function readAnswer<Answer>(schema: z.ZodType<Answer>, what: string, data: unknown): Answer {
  const read = schema.safeParse(data);
  if (read.success) return read.data;
  throw new WrongAnswer(`What answered gave no ${what} as GitHub does. See the apiUrl of the channel.`);
}

export function createGithubTransport(fetch: GuardedFetch, version: string): Transport {
  return {
    send: async (order) => {
      const { access } = order;
      if (access.kind !== 'github') throw new Error(`GitHub is asked to send by ${access.kind}`);
      const watched = watchedFetch(fetch);
      const ask = request.defaults({
        baseUrl: (access.settings.apiUrl ?? 'https://api.github.com').replace(/\/+$/, ''),
        headers: {
          authorization: `Bearer ${access.secrets.token}`,
          'user-agent': `gauntlet/${version}`,
          'x-github-api-version': '2022-11-28',
        },
        request: { fetch: watched.fetch },
      });
      try {
        const reference = await tell(ask, access, order);
        const seen = watched.last();
        return { sent: 'yes', response: seen && responseOf(seen), reference };
      } catch (cause) {
        const outbound = outboundOf(cause);
        const seen = watched.last();
        if (outbound) return judgeUnreached(outbound);
        const judged = seen && judgeGithub(seen, order.now);
        if (judged?.sent === 'no') return judged;
        if (cause instanceof WrongAnswer)
          return {
            ...{ sent: 'no', again: 'never', blames: 'channel', message: cause.message },
            response: seen && responseOf(seen),
          };
        throw cause;
      }
    },
  };
}

/** A rate limit comes as a 403 with its header, too. */
function judgeGithub(seen: SeenAnswer, now: Date): SendOutcome {
  const judged = judgeAnswer('github', seen, now);
  const isLimit = seen.status === 403 && (seen.retryAfter !== null || /rate limit/i.test(seen.body));
  if (judged.sent === 'yes' || !isLimit) return judged;
  return {
    ...judged,
    again: 'later',
    message: 'GitHub answered 403: too much was asked of it by this token.',
  };
}

function outboundOf(cause: unknown): OutboundError | null {
  const inner = cause instanceof Error ? (cause.cause ?? cause) : cause;
  return inner instanceof OutboundError ? inner : null;
}

async function tell(ask: Request, access: GithubAccess, order: SendOrder): Promise<Reference | null> {
  const { notice } = order;
  const [owner = '', repo = ''] = access.settings.repository.split('/');
  const place = { owner, repo };
  if (notice.about !== 'execution') {
    await ask('GET /repos/{owner}/{repo}', place); // there is no commit to speak of: that it is let in is the test
    return null;
  }
  const commit = notice.run.commit;
  if (commit === null) throw new Error('The execution has no commit that GitHub could know.');
  const context = access.settings.context ?? `gauntlet/${notice.run.name}`;
  const scene = { ...place, commit, context: context.slice(0, 255) };
  return access.settings.report === 'check'
    ? reportCheck(ask, scene, notice, order)
    : reportStatus(ask, scene, notice, order);
}

type Scene = { owner: string; repo: string; commit: string; context: string };

async function reportStatus(
  ask: Request,
  { owner, repo, commit, context }: Scene,
  notice: RunNotice,
  { details, attempt }: SendOrder,
): Promise<null> {
  const { target_url: link, ...status } = renderCommitStatus(notice, details);
  if (attempt > 1) {
    const order = { owner, repo, ref: commit, per_page: 100 };
    const { data } = await ask('GET /repos/{owner}/{repo}/commits/{ref}/statuses', order);
    const statuses = readAnswer(Statuses, 'list of commit statuses', data);
    const newest = statuses.find((each) => each.context === context);
    if (
      newest?.state === status.state &&
      newest.description === status.description &&
      newest.target_url === link
    )
      return null; // the attempt before had arrived
  }
  const target = link === null ? {} : { target_url: link };
  await ask('POST /repos/{owner}/{repo}/statuses/{sha}', {
    owner,
    repo,
    sha: commit,
    context,
    ...status,
    ...target,
  });
  return null;
}

async function reportCheck(
  ask: Request,
  { owner, repo, commit, context }: Scene,
  notice: RunNotice,
  { details, own, earlier, attempt }: SendOrder,
): Promise<Reference> {
  const { details_url: link, ...check } = renderCheckRun(notice, details);
  const body = { ...check, ...(link === null ? {} : { details_url: link }) };
  const { executionId } = notice.run;
  const known = own?.checkRunId ?? earlier?.checkRunId ?? (attempt > 1 ? await findCheck() : undefined);
  if (known !== undefined) {
    const order = { owner, repo, check_run_id: Number(known), ...body };
    await ask('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', order as never);
    return { checkRunId: known };
  }
  const made = { owner, repo, name: context, head_sha: commit, external_id: executionId, ...body };
  const { data } = await ask('POST /repos/{owner}/{repo}/check-runs', made as never);
  return { checkRunId: String(readAnswer(CheckRun, 'check run', data).id) };

  async function findCheck(): Promise<string | undefined> {
    const order = { owner, repo, ref: commit, check_name: context, filter: 'all' as const, per_page: 100 };
    const { data } = await ask('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', order);
    const { check_runs: runs } = readAnswer(CheckRuns, 'list of check runs', data);
    const found = runs.find((each) => each.external_id === executionId);
    return found && String(found.id);
  }
}
