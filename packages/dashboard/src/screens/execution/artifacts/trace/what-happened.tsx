/** What the page and the test said, and what the page asked for. */
import { formatDuration, plural } from '../../../../kit/quantities.ts';
import type { TraceLine, TraceRequest } from './trace.ts';

/** More would only make the page slow. */
const MOST_SHOWN = 500;

export function Happened({ lines }: { lines: readonly TraceLine[] }) {
  if (lines.length === 0) return null;
  return (
    <details open={lines.some(({ level }) => isBad(level))}>
      <summary className="cursor-pointer font-semibold">Console, {plural(lines.length, 'line')}</summary>
      <table className="mt-1 w-full font-mono text-xs">
        <tbody>
          {lines.slice(0, MOST_SHOWN).map(({ atMs, level, text }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a trace never move
            <tr key={index} className={`align-top ${isBad(level) ? 'text-fail' : ''}`}>
              <td className="w-16 py-0.5 pr-3 text-right whitespace-nowrap text-muted">
                {formatDuration(atMs)}
              </td>
              <td className="w-20 py-0.5 pr-3 whitespace-nowrap text-muted">{level}</td>
              <td className="py-0.5 break-all whitespace-pre-wrap">{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Rest count={lines.length} />
    </details>
  );
}

const isBad = (level: string) => level === 'error' || level === 'page error';

export function Requests({ requests }: { requests: readonly TraceRequest[] }) {
  if (requests.length === 0) return null;
  return (
    <details>
      <summary className="cursor-pointer font-semibold">
        Network, {plural(requests.length, 'request')}
      </summary>
      <table className="mt-1 w-full font-mono text-xs">
        <tbody>
          {requests.slice(0, MOST_SHOWN).map(({ atMs, method, url, status, tookMs }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the requests of a trace never move
            <tr key={index} className={`align-top ${isRefused(status) ? 'text-fail' : ''}`}>
              <td className="w-16 py-0.5 pr-3 text-right whitespace-nowrap text-muted">
                {formatDuration(atMs)}
              </td>
              <td className="w-12 py-0.5 pr-3">{status > 0 ? status : 'none'}</td>
              <td className="w-14 py-0.5 pr-3">{method}</td>
              <td className="py-0.5 pr-3 break-all">{url}</td>
              <td className="w-16 py-0.5 text-right whitespace-nowrap text-muted">
                {tookMs < 0 ? '' : formatDuration(tookMs)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Rest count={requests.length} />
    </details>
  );
}

const isRefused = (status: number) => status <= 0 || status >= 400;

const Rest = ({ count }: { count: number }) =>
  count > MOST_SHOWN && <p className="text-sm text-muted">The first {MOST_SHOWN} of them are listed.</p>;
