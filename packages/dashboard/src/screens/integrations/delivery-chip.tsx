/** How far a delivery is, in a word, a sign and a colour. */
import { Chip, type Tone } from '../../kit/outcome.tsx';
import type { DeliveryStatus } from './address.ts';

const STATUS_WORDS: Readonly<Record<DeliveryStatus, { tone: Tone; text: string; explained: string }>> = {
  pending: { tone: 'quiet', text: '… pending', explained: 'It waits for its turn.' },
  delivered: { tone: 'pass', text: '✓ delivered', explained: 'The receiver has it.' },
  failed: { tone: 'warn', text: '↻ failed', explained: 'It was tried, and is tried again.' },
  dead: { tone: 'fail', text: '✗ dead', explained: 'It was given up, until somebody replays it.' },
};

export function DeliveryChip({ status }: { status: DeliveryStatus }) {
  const { tone, text, explained } = STATUS_WORDS[status];
  return (
    <Chip tone={tone} title={explained}>
      {text}
    </Chip>
  );
}
