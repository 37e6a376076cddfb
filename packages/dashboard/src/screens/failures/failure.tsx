/** One cause: what it says, when and where it was seen, and what people know of it. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMay, useWorkspace } from '../../api/workspace.tsx';
import { AnsiText } from '../../kit/ansi-text.tsx';
import { Ago } from '../../kit/moment.tsx';
import { Failure, Loading } from '../../kit/notice.tsx';
import { PageHead, Panel } from '../../kit/panel.tsx';
import { plural } from '../../kit/quantities.ts';
import { ScrollBox } from '../../kit/scroll-box.tsx';
import { CauseChip, KIND_WORDS, UntilWhen } from './cause-chip.tsx';
import { type Cause, causeQuery } from './cause-query.ts';
import { Comments } from './comments.tsx';
import { Definitions } from './definitions-seen.tsx';
import { MergeInto } from './merge-into.tsx';
import { Merged, PartOf } from './merged.tsx';
import { Occurrences } from './occurrences.tsx';
import { TrendBars } from './trend-bars.tsx';
import { Triage } from './triage.tsx';

export function FailureScreen() {
  const { id } = useParams({ from: '/failures/$id' });
  const found = useQuery(causeQuery(useWorkspace(), id));
  if (found.isPending) return <Loading what="the failure" />;
  if (found.isError && !found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Shown key={id} cause={found.data} />;
}

function Shown({ cause }: { cause: Cause }) {
  const may = useMay('submit');
  return (
    <>
      <Head cause={cause} />
      {cause.mergedInto !== null && <PartOf cause={cause} into={cause.mergedInto} />}
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-4">
          <Sample cause={cause} />
          <TrendBars trend={cause.trend} />
          <Occurrences causeId={cause.causeId} />
        </div>
        <div className="grid min-w-0 gap-4">
          <Triage cause={cause} mayChange={may} />
          <Comments causeId={cause.causeId} mayWrite={may} />
          <Definitions cause={cause} />
          <Merged cause={cause} mayChange={may} />
        </div>
      </div>
    </>
  );
}

function Head({ cause }: { cause: Cause }) {
  const { title, kind, firstSeenAt, lastSeenAt, occurrences, mergedInto } = cause;
  const may = useMay('submit');
  return (
    <PageHead title={<bdi>{title}</bdi>} side={may && mergedInto === null && <MergeInto cause={cause} />}>
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <CauseChip {...cause} />
        <UntilWhen {...cause} />
        <span>{KIND_WORDS[kind]}</span>
        <span className="tabular-nums">{plural(occurrences, 'time')}</span>
        <span>
          first seen <Ago at={firstSeenAt} />
        </span>
        <span>
          last seen <Ago at={lastSeenAt} />
        </span>
        <SeenAgain cause={cause} />
        <Link to="/failures" className="underline">
          All failures
        </Link>
      </span>
    </PageHead>
  );
}

function SeenAgain({ cause: { regressedAt, regressedIn } }: { cause: Cause }) {
  if (regressedAt === null) return null;
  return (
    <span>
      seen again after it was fixed <Ago at={regressedAt} />
      {regressedIn !== null && (
        <>
          , in{' '}
          <Link to="/executions/$id" params={{ id: regressedIn }} className="underline">
            this execution
          </Link>
        </>
      )}
    </span>
  );
}

function Sample({ cause: { sample, message } }: { cause: Cause }) {
  return (
    <Panel title="Latest message">
      <ScrollBox
        label="Words of the last failure"
        className="max-h-96 overflow-auto px-3.5 py-2.5 font-mono text-xs leading-5 break-words whitespace-pre-wrap focus-visible:-outline-offset-2"
      >
        {sample === '' ? <span className="text-muted">Nothing.</span> : <AnsiText text={sample} />}
      </ScrollBox>
      {message !== '' && (
        <details className="border-t border-line px-3.5 py-2 text-sm">
          <summary className="text-muted">What they all have in common</summary>
          <p className="mt-2 font-mono text-xs leading-5 break-words whitespace-pre-wrap">{message}</p>
        </details>
      )}
    </Panel>
  );
}
