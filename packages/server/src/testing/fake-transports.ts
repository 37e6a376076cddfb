/** Transports that send nothing and remember everything; a test may replace what one of them says. */
import type { ChannelKind } from '@gauntlet/contract';
import type { SendOrder, SendOutcome, Transports } from '../notifications/index.ts';

const DELIVERED: SendOutcome = { sent: 'yes', response: { status: '200', head: 'ok' }, reference: null };

export function createFakeTransports() {
  const sent: { kind: ChannelKind; order: SendOrder }[] = [];
  const answers = { next: async (_order: SendOrder): Promise<SendOutcome> => DELIVERED };
  const of = (kind: ChannelKind) => ({
    send: (order: SendOrder) => {
      sent.push({ kind, order });
      return answers.next(order);
    },
  });
  const transports: Transports = {
    'slack-webhook': of('slack-webhook'),
    'slack-bot': of('slack-bot'),
    email: of('email'),
    webhook: of('webhook'),
    github: of('github'),
  };
  return { transports, sent, answers };
}
