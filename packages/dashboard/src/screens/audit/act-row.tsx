/** One act: the row says who, what, to what, when and from where; opened, it says all that was recorded. */
import { Link } from '@tanstack/react-router';
import type { Schema } from '../../api/client.ts';
import { When } from '../../kit/moment.tsx';
import { Chip, type Tone } from '../../kit/outcome.tsx';

type Act = Schema['AuditEntry'];

const SHARP = /\.(remove|revoke|deactivate|refuse|clear|archive|rotate|remove-member|cancel)$/;
const toneOf = (action: string): Tone =>
  action.endsWith('.refuse') ? 'fail' : SHARP.test(action) ? 'warn' : 'quiet';

export function ActRow({ act }: { act: Act }) {
  const { at, action, target, by, from, detail } = act;
  const secrets = action === 'secret.use' && Array.isArray(detail.names) ? detail.names.join(', ') : '';
  return (
    <details className="group border-b border-line">
      <summary
        data-row
        className="@container block list-none px-3.5 py-2 hover:bg-sunken focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden"
      >
        <span className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] items-baseline gap-x-3 gap-y-0.5 @3xl:grid-cols-[9rem_minmax(0,9rem)_12rem_minmax(0,1fr)_minmax(0,9rem)_1rem]">
          <span className="order-2 text-right text-sm text-muted @3xl:order-none @3xl:text-left">
            <When at={at} />
          </span>
          <span className="order-1 truncate font-medium @3xl:order-none">
            <bdi>{by.username ?? by.via}</bdi>
          </span>
          <span className="order-3 min-w-0 overflow-hidden @3xl:order-none">
            <Chip tone={toneOf(action)}>{action}</Chip>
          </span>
          <span className="order-4 min-w-0 truncate text-right @3xl:order-none @3xl:text-left">
            {secrets !== '' && <bdi>{secrets} </bdi>}
            <span className="text-muted">{secrets === '' ? target.kind : `for ${target.kind}`}</span>{' '}
            <bdi>{target.name ?? target.id ?? ''}</bdi>
          </span>
          <span className="hidden truncate text-sm text-muted @3xl:block">
            {from.address ?? 'the server itself'}
          </span>
          <span aria-hidden="true" className="hidden text-muted group-open:rotate-90 @3xl:block">
            ›
          </span>
        </span>
      </summary>
      <All act={act} />
    </details>
  );
}

const VIA: Readonly<Record<Act['by']['via'], string>> = {
  token: 'by a token',
  session: 'in the browser',
  local: "by the token of the server's own host",
  nobody: 'at the door, not signed in',
  server: 'by the server itself',
};

function All({ act: { number, at, target, detail, by, from, requestId } }: { act: Act }) {
  const facts: readonly (readonly [string, string | null])[] = [
    ['How', `${VIA[by.via]}${by.tokenName === null ? '' : ` “${by.tokenName}”`}`],
    ['From', from.address],
    ['Moment', at],
    ['Number', String(number)],
    ['Target', target.id],
    ['Session', by.sessionId],
    ['Request', requestId],
  ];
  return (
    <div className="border-t border-line bg-sunken px-3.5 py-3 text-sm">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5">
        {facts.map(([label, value]) =>
          value === null ? null : (
            <div key={label} className="contents">
              <dt className="text-muted">{label}</dt>
              <dd className="break-all">{value}</dd>
            </div>
          ),
        )}
        {Object.entries(detail).map(([key, value]) => (
          <div key={key} className="contents">
            <dt className="text-muted">{key}</dt>
            <dd className="font-mono text-xs break-all">
              {typeof value === 'string' ? value : JSON.stringify(value)}
            </dd>
          </div>
        ))}
      </dl>
      <Leads target={target} by={by} />
    </div>
  );
}

/** To the thing, and to more of the same. */
function Leads({ target, by }: Pick<Act, 'target' | 'by'>) {
  return (
    <p className="mt-2 flex flex-wrap gap-x-4">
      {target.kind === 'execution' && target.id !== null && (
        <Link to="/executions/$id" params={{ id: target.id }}>
          The execution
        </Link>
      )}
      {target.kind === 'definition' && target.id !== null && (
        <Link to="/definitions/$id" params={{ id: target.id }}>
          The definition
        </Link>
      )}
      {(target.id ?? target.name) !== null && (
        <Link to="/audit" search={{ targetKind: target.kind, target: target.id ?? target.name ?? '' }}>
          All that was done to it
        </Link>
      )}
      {by.userId !== null && (
        <Link to="/audit" search={{ user: by.userId }}>
          All that {by.username} did
        </Link>
      )}
    </p>
  );
}
