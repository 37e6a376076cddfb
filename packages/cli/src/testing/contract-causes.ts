/** Causes of failures as the contract server has them: two, of which people may say something. */
import { CauseCommentRequest, FailureCauseChange, FailureCauseMerge } from '@gauntlet/contract';

const MOMENT = '2026-01-02T03:04:05.000Z';

const fixedId = (number: number) => `0198b2c4-7a00-7000-8000-${String(number).padStart(12, '0')}`;

type Cause = Record<string, unknown> & { causeId: string; title: string; occurrences: number };
export type CauseState = { causes: Cause[]; comments: { causeId: string; body: string }[] };

const causeOf = (number: number, title: string, occurrences: number): Cause => ({
  causeId: fixedId(number),
  ...{ projectId: null, kind: 'test', title, status: 'open' },
  ...{ knownUntil: null, regressedAt: null, owner: null, link: null },
  ...{ firstSeenAt: MOMENT, lastSeenAt: MOMENT, occurrences },
});

export const createCauseState = (): CauseState => ({
  causes: [
    causeOf(801, 'connect ECONNREFUSED <host>:<port>', 12),
    causeOf(802, 'expected <number> to be <number> in total (src/cart.ts)', 3),
  ],
  comments: [],
});

const detailOf = (cause: Cause) => ({
  ...cause,
  ...{ message: cause.title, sample: 'connect ECONNREFUSED 127.0.0.1:5432\u001b[2J' },
  ...{ regressedIn: null, updatedBy: null, updatedAt: null, mergedInto: null, merged: [] },
  definitions: [{ definitionId: fixedId(5), name: 'checkout', occurrences: cause.occurrences }],
  trend: [{ day: '2026-11-12', occurrences: cause.occurrences, executions: 2 }],
});

export const causesOfExecution = ({ causes }: CauseState) => ({
  items: causes.map((cause, index) => ({
    ...cause,
    ...{ inExecution: cause.occurrences, firstSeenHere: index === 1, examples: [] },
  })),
  nextCursor: null,
});

type Asked = { method: string; path: string; query: URLSearchParams; body: unknown };
type Given = { status: number; body: unknown };

export const isAboutCauses = (path: string) => path.startsWith('/api/v1/failure-causes');

/** Null: there is no such thing. */
export function answerAboutCauses(state: CauseState, asked: Asked): Given | null {
  const [id, below] = asked.path.slice('/api/v1/failure-causes'.length).split('/').slice(1);
  if (id === undefined) return listOf(state, asked.query);
  const cause = state.causes.find(({ causeId }) => causeId === id);
  if (cause === undefined) return null;
  if (below === 'occurrences') return { status: 200, body: { items: [], nextCursor: null } };
  if (below === 'comments') return commentsOf(state, cause, asked);
  if (below === 'merge') {
    const { failureCauseId } = FailureCauseMerge.parse(asked.body);
    const into = state.causes.find(({ causeId }) => causeId === failureCauseId);
    return into === undefined ? null : { status: 200, body: detailOf(into) };
  }
  if (asked.method === 'PATCH') change(cause, FailureCauseChange.parse(asked.body));
  return { status: 200, body: detailOf(cause) };
}

function listOf({ causes }: CauseState, query: URLSearchParams): Given {
  const statuses = query.get('status')?.split(',');
  const items = causes.filter(({ status }) => statuses?.includes(String(status)) ?? true);
  return { status: 200, body: { items, nextCursor: null } };
}

function change(cause: Cause, { owner, ...rest }: FailureCauseChange): void {
  Object.assign(cause, rest);
  if (owner !== undefined) cause.owner = owner === null ? null : { userId: fixedId(9), username: owner };
}

function commentsOf(state: CauseState, { causeId }: Cause, { method, body }: Asked): Given {
  if (method === 'POST') state.comments.push({ causeId, ...CauseCommentRequest.parse(body) });
  const shown = state.comments
    .filter((comment) => comment.causeId === causeId)
    .map(({ body: said }, index) => ({
      commentId: fixedId(900 + index),
      author: 'ada',
      body: said,
      at: MOMENT,
    }));
  return method === 'POST'
    ? { status: 201, body: shown.at(-1) }
    : { status: 200, body: { items: shown, nextCursor: null } };
}
