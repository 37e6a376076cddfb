/** Saved views as the contract server has them: all of them are the caller's own. */
import { ViewChange, ViewQuery, ViewRequest } from '@gauntlet/contract';

const MOMENT = '2026-01-02T03:04:05.000Z';
const OWNER = { userId: '0198b2c4-7a00-7000-8000-000000000005', username: 'admin' };

export type StoredView = ViewRequest & { viewId: string; deleted: boolean };
type Asked = { method: string; path: string; query: URLSearchParams; body: unknown };
type Given = { status: number; body: unknown };

const ROOT = '/api/v1/views';
export const isAboutViews = (path: string) => path === ROOT || path.startsWith(`${ROOT}/`);

const answerOf = ({ deleted: _, ...view }: StoredView) => ({
  ...view,
  ...{ projectId: null, owner: OWNER, standing: 'plain', createdAt: MOMENT, updatedAt: MOMENT },
});

/** Null: there is no such thing. */
export function answerAboutViews(views: StoredView[], { method, path, query, body }: Asked): Given | null {
  if (path === ROOT) return method === 'POST' ? create(views, body) : list(views, query);
  const [id, step] = path.slice(ROOT.length + 1).split('/');
  const view = views.find(({ viewId, deleted }) => viewId === id && deleted === (step === 'restore'));
  if (view === undefined) return null;
  if (step === 'restore') view.deleted = false;
  if (method === 'DELETE') {
    view.deleted = true;
    return { status: 204, body: '' };
  }
  if (method === 'PATCH') Object.assign(view, ViewChange.parse(body));
  return { status: 200, body: answerOf(view) };
}

function create(views: StoredView[], body: unknown): Given {
  const viewId = `0198b2c4-7a00-7000-8000-0000000008${String(views.length).padStart(2, '0')}`;
  const made = { ...ViewRequest.parse(body), viewId, deleted: false };
  views.push(made);
  return { status: 201, body: answerOf(made) };
}

function list(views: readonly StoredView[], query: URLSearchParams): Given {
  const { only, name } = ViewQuery.parse(Object.fromEntries(query));
  const found = views.filter(
    (view) =>
      !view.deleted &&
      (name === undefined || view.name.toLowerCase() === name.toLowerCase()) &&
      (only !== 'shared' || view.visibility === 'shared'),
  );
  return { status: 200, body: { items: found.map(answerOf), nextCursor: null } };
}
