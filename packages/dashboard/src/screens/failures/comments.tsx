/** What people, and Gauntlet itself, said of a cause; the newest first. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useAct } from '../../api/act.ts';
import type { Schema } from '../../api/client.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { inputClass } from '../../kit/field.tsx';
import { Refusal } from '../../kit/form.tsx';
import { Ago } from '../../kit/moment.tsx';
import { More } from '../../kit/more.tsx';
import { Failure, Loading } from '../../kit/notice.tsx';
import { Panel } from '../../kit/panel.tsx';
import { causeKey } from './cause-query.ts';

const PAGE = 50;
const LONGEST = 10_000;

export function Comments({ causeId, mayWrite }: { causeId: string; mayWrite: boolean }) {
  return (
    <Panel title="Comments">
      {mayWrite && <NewComment causeId={causeId} />}
      <CommentList causeId={causeId} />
    </Panel>
  );
}

function NewComment({ causeId }: { causeId: string }) {
  const workspace = useWorkspace();
  const id = useId();
  const [body, setBody] = useState('');
  const params = { path: { id: causeId } };
  const add = useAct({
    run: () => workspace.api.POST('/api/v1/failure-causes/{id}/comments', { params, body: { body } }),
    concerns: [causeKey(workspace, causeId)],
    onDone: () => setBody(''),
    refusals: 'here',
  });
  const empty = body.trim() === '';
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!empty && !add.busy) add.go(undefined);
  };
  return (
    <form onSubmit={send} className="grid gap-2 border-b border-line px-3.5 py-3">
      <label htmlFor={id} className="sr-only">
        New comment
      </label>
      <textarea
        id={id}
        rows={2}
        maxLength={LONGEST}
        placeholder="What is known of it, and where to look"
        value={body}
        onChange={({ target }) => setBody(target.value)}
        className={inputClass}
      />
      <Refusal error={add.error} />
      <div className="flex justify-end">
        <Button type="submit" busy={add.busy} disabled={empty}>
          Comment
        </Button>
      </div>
    </form>
  );
}

function CommentList({ causeId }: { causeId: string }) {
  const workspace = useWorkspace();
  const found = useInfiniteQuery({
    queryKey: causeKey(workspace, causeId, 'comments'),
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      const params = { path: { id: causeId }, query };
      return (await workspace.api.GET('/api/v1/failure-causes/{id}/comments', { params, signal })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  if (found.isPending) return <Loading what="comments" />;
  if (found.isError && !found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const comments = found.data.pages.flatMap(({ items }) => items);
  if (comments.length === 0)
    return <p className="px-3.5 py-3 text-sm text-muted">Nobody has said anything.</p>;
  return (
    <>
      <ul aria-label="Comments, the newest first">
        {comments.map((comment) => (
          <Comment key={comment.commentId} comment={comment} />
        ))}
      </ul>
      <More
        hasMore={found.hasNextPage}
        busy={found.isFetchingNextPage}
        load={() => void found.fetchNextPage()}
      />
    </>
  );
}

const Comment = ({ comment: { author, body, at } }: { comment: Schema['CauseComment'] }) => (
  <li className="border-b border-line px-3.5 py-2 text-sm last:border-0">
    <p className="flex justify-between gap-3 text-xs text-muted">
      <span className="font-medium">{author === null ? 'Gauntlet' : <bdi>{author}</bdi>}</span>
      <Ago at={at} />
    </p>
    <p className="mt-0.5 break-words whitespace-pre-wrap">{body}</p>
  </li>
);
