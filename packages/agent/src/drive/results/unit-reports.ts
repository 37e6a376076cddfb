/**
 * Turns what a batch says of its units into reports.
 *
 * Owns the results that have not been handed to the outbox yet. Invariants: the results of a unit are handed
 * over before the unit's end; every key is used once; a result's files leave after the result has arrived.
 */
import type { AgentEvent, ReportedResult, UnitId } from '@gauntlet/contract';
import type { FramedCase, UnitEnd } from '../../frameworks/batch-order.ts';
import type { Journal } from '../../spool/journal.ts';
import type { Urgency } from '../../spool/outbox.ts';
import type { UploadQueue } from '../artifacts/upload-queue.ts';
import { uploadOf } from './attachment-upload.ts';
import { type CaseWriter, estimateBytes, reportCase } from './report-case.ts';

type UnitEndFacts = Omit<UnitEnd, 'counts'>;

export type UnitReports = {
  started: (unitId: UnitId) => void;
  /** It is run again from its beginning: what it has reported does not count. */
  restarted: (unitId: UnitId) => void;
  found: (unitId: UnitId, line: FramedCase) => void;
  /** Its counts are those of the results that were reported. */
  finished: (unitId: UnitId, end: UnitEndFacts) => void;
  /** Not run to its end: another group may take it, or nobody, which only the server knows. */
  returned: (unitId: UnitId) => void;
  /** Others run what was returned: its files are dropped, as its results are. */
  dropReturned: () => void;
  /** Hands over what is still held. */
  flush: () => void;
};

export type UnitReportsOptions = CaseWriter & {
  folder: string;
  journal: Journal;
  uploads: Pick<UploadQueue, 'add' | 'dropUnit'>;
  report: (event: AgentEvent, urgency: Urgency, onAccepted?: () => void) => void;
};

const BATCH_RESULTS = 500;
const BATCH_BYTES = 524_288;
const FLUSH_MS = 50;

type Held = { results: ReportedResult[]; bytes: number; releases: (() => void)[] };

export const createUnitReports = (options: UnitReportsOptions): UnitReports => {
  const { journal, uploads, report } = options;
  const held = new Map<UnitId, Held>();
  const returned = new Set<UnitId>();
  let timer: NodeJS.Timeout | undefined;

  const handOver = (unitId: UnitId): void => {
    const batch = held.get(unitId);
    if (!batch) return;
    held.delete(unitId);
    const release = () => {
      for (const each of batch.releases) each();
    };
    const onAccepted = batch.releases.length > 0 ? release : undefined;
    report({ type: 'results', unitId, results: batch.results }, 'soon', onAccepted);
  };
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    for (const unitId of [...held.keys()]) handOver(unitId);
  };
  const hold = (unitId: UnitId): Held => {
    const known = held.get(unitId);
    if (known) return known;
    const fresh: Held = { results: [], bytes: 0, releases: [] };
    held.set(unitId, fresh);
    timer ??= setTimeout(flush, FLUSH_MS);
    return fresh;
  };
  const forget = (unitId: UnitId): void => {
    handOver(unitId);
    uploads.dropUnit(unitId);
  };

  return {
    started: (unitId) => report({ type: 'unit-started', unitId }, 'soon'),
    restarted: (unitId) => {
      forget(unitId);
      report({ type: 'unit-started', unitId }, 'soon');
    },
    found: (unitId, line) => {
      const batch = hold(unitId);
      const key = `${unitId}:${journal.keysUsed(unitId) + batch.results.length + 1}`;
      const result = reportCase(options, line, key);
      batch.results.push(result);
      batch.bytes += estimateBytes(result);
      for (const attachment of line.attachments)
        batch.releases.push(
          uploads.add(
            uploadOf(attachment, { folder: options.folder, masker: options.masker, unitId, resultKey: key }),
          ),
        );
      if (batch.results.length >= BATCH_RESULTS || batch.bytes >= BATCH_BYTES) handOver(unitId);
    },
    finished: (unitId, end) => {
      handOver(unitId);
      const shown = (text: string | undefined) =>
        text === undefined ? undefined : options.masker.maskText(options.shorten.text(text));
      const [message, unexplained] = [shown(end.message), shown(end.unexplained)];
      const counts = journal.countsOf(unitId);
      report({ type: 'unit-finished', unitId, ...end, message, unexplained, counts }, 'now');
    },
    returned: (unitId) => {
      handOver(unitId);
      returned.add(unitId);
      report({ type: 'unit-returned', unitId }, 'now');
    },
    dropReturned: () => {
      for (const unitId of returned) uploads.dropUnit(unitId);
    },
    flush,
  };
};
