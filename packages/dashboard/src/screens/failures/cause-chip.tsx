/** What is known of a cause, in a word, and what kind of failure it is. */
import type { Schema } from '../../api/client.ts';
import { When } from '../../kit/moment.tsx';
import { Chip, OutcomeChip } from '../../kit/outcome.tsx';
import type { CauseStatus } from './address.ts';

type Cause = Pick<Schema['FailureCauseSummary'], 'status' | 'knownUntil' | 'regressedAt'>;
type Look = Parameters<typeof OutcomeChip>[0]['look'];

const LOOKS: Readonly<Record<CauseStatus, Look>> = {
  open: { tone: 'fail', sign: '✗', word: 'Open' },
  'known-issue': { tone: 'flaky', sign: '!', word: 'Known issue' },
  fixed: { tone: 'pass', sign: '✓', word: 'Fixed' },
  ignored: { tone: 'quiet', sign: '–', word: 'Ignored' },
};
const SEEN_AGAIN: Look = { tone: 'warn', sign: '↻', word: 'Seen again' };

/** `Seen again` is one that was marked fixed, and is open. */
export const CauseChip = ({ status, regressedAt }: Cause) => (
  <OutcomeChip look={status === 'open' && regressedAt !== null ? SEEN_AGAIN : LOOKS[status]} />
);

export function UntilWhen({ status, knownUntil }: Cause) {
  if (status !== 'known-issue') return null;
  return (
    <span>
      {knownUntil === null ? (
        'known for good'
      ) : (
        <>
          known until <When at={knownUntil} />
        </>
      )}
    </span>
  );
}

export const KIND_WORDS: Readonly<Record<Schema['FailureCauseSummary']['kind'], string>> = {
  test: 'a test failed',
  unit: 'ended wrongly without a failed test',
  execution: 'never came to the tests',
};

export const KindChip = ({ kind }: { kind: Schema['FailureCauseSummary']['kind'] }) =>
  kind === 'test' ? null : (
    <Chip tone="quiet" title={KIND_WORDS[kind]}>
      {kind}
    </Chip>
  );
