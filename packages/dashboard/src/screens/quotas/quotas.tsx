/** Quotas that are in force, with their use; of one's own team, or of another team or person. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Schema } from '../../api/client.ts';
import { HOME, keyOf, useMayAtHome } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { Ago } from '../../kit/moment.tsx';
import { Failure, Loading } from '../../kit/notice.tsx';
import { Chip, FILL, type Tone } from '../../kit/outcome.tsx';
import { PageHead } from '../../kit/panel.tsx';
import { formatAmount, shareOf, wordsOf } from './amounts.ts';
import { ChangeQuota, type Holder } from './change-quota.tsx';
import { WhoseQuotas } from './whose-quotas.tsx';

type Quota = Schema['Quota'];

export function Quotas() {
  const { team, user, change } = useSearch({ from: '/quotas' });
  const go = useNavigate({ from: '/quotas' });
  const mayChange = useMayAtHome('admin');
  const query = { ...(team ? { teamId: team } : {}), ...(user ? { userId: user } : {}) };
  const found = useQuery({
    queryKey: keyOf(undefined, 'quotas', query),
    queryFn: async ({ signal }) => (await HOME.api.GET('/api/v1/quotas', { params: { query }, signal })).data,
    refetchInterval: 30_000,
  });
  if (found.isPending) return <Loading what="quotas" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const shown = found.data;
  const holder: Holder =
    user && shown.user
      ? { kind: 'user', idOrName: shown.user.userId, name: shown.user.username }
      : { kind: 'team', idOrName: shown.team.teamId, name: shown.team.name };
  const changed = shown.items.find(({ resource }) => resource === change);
  return (
    <>
      <PageHead title="Quotas" side={<WhoseQuotas team={team} user={user} />}>
        What {holder.kind === 'user' ? 'person' : 'team'} <bdi className="font-medium">{holder.name}</bdi> may
        use, and what is used of it.
      </PageHead>
      <ul className="grid gap-3 @container md:grid-cols-2">
        {shown.items.map((quota) => (
          <QuotaCard
            key={quota.resource}
            quota={quota}
            change={
              mayChange
                ? () => void go({ search: (known) => ({ ...known, change: quota.resource }) })
                : undefined
            }
          />
        ))}
      </ul>
      {changed && mayChange && (
        <ChangeQuota
          quota={changed}
          holder={holder}
          onClose={() => void go({ search: ({ change: _, ...known }) => known })}
        />
      )}
    </>
  );
}

const toneOf = (share: number): Tone => (share >= 1 ? 'fail' : share >= 0.8 ? 'warn' : 'accent');

function QuotaCard({ quota, change }: { quota: Quota; change: (() => void) | undefined }) {
  const { limit, used, unit, of, freesAt } = quota;
  const { title, explained } = wordsOf(quota);
  const share = shareOf(used, limit);
  return (
    <li className="rounded-lg border border-line bg-surface px-3.5 py-3">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="text-sm font-semibold">{title}</h2>
          <p className="text-xs text-muted">{explained}</p>
        </div>
        {change && (
          <Button data-row onClick={change} aria-label={`Change: ${title}`}>
            Change
          </Button>
        )}
      </div>
      <p className="mt-2 tabular-nums">
        <b>{formatAmount(used, unit)}</b>
        <span className="text-muted">
          {limit === null ? ' used, no limit' : ` of ${formatAmount(limit, unit)}`}
        </span>
        {share !== null && share >= 1 && (
          <span className="ml-2">
            <Chip tone="fail">! used up</Chip>
          </span>
        )}
      </p>
      {share === null || limit === null ? (
        <div className="mt-1.5 h-2 rounded-full border border-dashed border-line" aria-hidden="true" />
      ) : (
        <div className="relative mt-1.5 h-2 overflow-hidden rounded-full bg-quiet-soft">
          <meter
            aria-label={title}
            min={0}
            max={Math.max(1, limit)}
            value={Math.min(used, limit)}
            className="sr-only"
          >
            {formatAmount(used, unit)} of {formatAmount(limit, unit)}
          </meter>
          <div
            className={`h-full ${FILL[toneOf(share)]}`}
            style={{ width: `${Math.min(1, share) * 100}%` }}
          />
        </div>
      )}
      <p className="mt-1.5 flex justify-between gap-2 text-xs text-muted">
        <span>{limit === null ? '' : LEVELS[of]}</span>
        {freesAt !== null && used > 0 && (
          <span>
            frees <Ago at={freesAt} />
          </span>
        )}
      </p>
    </li>
  );
}

const LEVELS: Readonly<Record<Quota['of'], string>> = {
  user: 'set for the person',
  team: 'set for the team',
  default: 'by default',
};
