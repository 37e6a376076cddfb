/** What was done since the list was loaded: asked for by number, so that nothing is missed or told twice. */
import { useEffect, useRef, useState } from 'react';
import type { Schema } from '../../api/client.ts';
import { HOME } from '../../api/workspace.tsx';
import type { AuditFilters } from './filters.ts';

type Act = Schema['AuditEntry'];

/** The trail has no stream: acts are few, and a question after a number that is not there yet costs an index look. */
const EVERY_MS = 2_000;
const MOST = 500;

/** @param since the number up to which the list was loaded; undefined as long as it was not */
export function useFresh(filters: AuditFilters, since: number | undefined, follow: boolean): readonly Act[] {
  const [fresh, setFresh] = useState<readonly Act[]>([]);
  const last = useRef<number>(undefined);
  last.current ??= since;
  const asked = useRef(filters);
  useEffect(() => {
    if (!follow || since === undefined) return;
    const ending = new AbortController();
    const look = async () => {
      if (document.hidden) return;
      try {
        const query = { ...asked.current, after: last.current ?? 0, limit: MOST };
        const { data } = await HOME.api.GET('/api/v1/audit', { params: { query }, signal: ending.signal });
        last.current = data.lastNumber;
        if (data.items.length > 0) setFresh((known) => [...data.items.toReversed(), ...known]);
      } catch {
        // Not connected, which the frame says; it is asked again from the same number.
      }
    };
    void look();
    const timer = setInterval(() => void look(), EVERY_MS);
    return () => {
      clearInterval(timer);
      ending.abort();
    };
  }, [follow, since]);
  return fresh;
}
