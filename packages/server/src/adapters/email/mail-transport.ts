/**
 * Mail by SMTP. The server's own relay is its operator's choice and is reached as it is; a channel's is reached
 * at addresses that were looked up and judged. The Message-ID is the delivery's, and who has the mail already
 * is not sent it again.
 */
import { isIP } from 'node:net';
import type { SmtpSettings } from '@gauntlet/contract';
import type { OutboundAllowance } from '@gauntlet/host/outbound';
import { findOutboundAddresses } from '@gauntlet/host/outbound-addresses';
import { createTransport, type SendMailOptions } from 'nodemailer';
import {
  explainConnection,
  type Reference,
  renderMail,
  type SendOrder,
  type SendOutcome,
  type Transport,
} from '../../notifications/index.ts';
import { judgeMail, type Refused, refusedOf } from './judge-mail.ts';

/** Of the server; the password stands beside it. */
type SmtpRelay = SmtpSettings & { password?: string | undefined };

export type MailSettings = {
  /** Null: channels need one of their own. */
  relay: SmtpRelay | null;
  from: string | null;
  allowed: OutboundAllowance;
  timeoutSeconds: number;
};

export function createMailTransport(settings: MailSettings): Transport {
  return {
    send: async (order) => {
      const { access } = order;
      if (access.kind !== 'email') throw new Error(`mail is asked to send by ${access.kind}`);
      const from = access.settings.from ?? settings.from;
      if (from === null)
        return never('No sender is set: give the channel `from`, or the server GAUNTLET_SMTP_FROM.');
      const way = await findWay(settings, order, access.settings.smtp, access.secrets.password);
      if (!way.ok) return way.outcome;
      const has = (order.own?.accepted ?? '').split(' ').filter((each) => each !== '');
      const left = access.settings.to.filter((each) => !has.includes(each));
      if (left.length === 0) return { sent: 'yes', response: null, reference: order.own };
      return sendMail(way, mailOf(order, access.settings.to, from), { from, to: left }, has);
    },
  };
}

type SmtpOptions = NonNullable<Parameters<typeof createTransport>[0]> & { host: string };
type Open = { ok: true; options: SmtpOptions; relayOf: 'channel' | 'server' };
type Way = Open | { ok: false; outcome: SendOutcome };

async function findWay(
  { relay, allowed, timeoutSeconds }: MailSettings,
  { attempt }: SendOrder,
  own: SmtpSettings | undefined,
  password: string | undefined,
): Promise<Way> {
  if (own === undefined) {
    if (relay) return { ok: true, options: optionsOf(relay, relay.host, timeoutSeconds), relayOf: 'server' };
    const outcome = never('No mail server is set: give the channel `smtp`, or the server GAUNTLET_SMTP_URL.');
    return { ok: false, outcome };
  }
  const found = await findOutboundAddresses(own.host, allowed);
  if (!found.ok)
    return {
      ok: false,
      outcome: found.why === 'refused' ? never(found.message) : later(explainConnection(found.message)),
    };
  // One address an attempt, so that the next one is tried after one that does not answer.
  const address = found.addresses[(attempt - 1) % found.addresses.length] as string;
  const options = optionsOf({ ...own, password }, address, timeoutSeconds);
  return { ok: true, options, relayOf: 'channel' };
}

function optionsOf(
  { host, port, tls, username, password }: SmtpRelay,
  address: string,
  timeoutSeconds: number,
): SmtpOptions {
  const timeout = timeoutSeconds * 1000;
  return {
    host: address,
    port: port ?? (tls === 'implicit' ? 465 : 587),
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    // Certificates are for the name, whatever address it stood for.
    ...(isIP(host) === 0 ? { tls: { servername: host } } : {}),
    ...(username === undefined ? {} : { auth: { user: username, pass: password ?? '' } }),
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    // Nothing of a mail is ever read from a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  } as SmtpOptions;
}

function mailOf(
  { deliveryId, notice, details }: SendOrder,
  to: readonly string[],
  from: string,
): SendMailOptions {
  const domain = from.split('@').at(-1) ?? 'gauntlet';
  const thread =
    notice.about === 'execution' ? { references: [`<${notice.run.executionId}@${domain}>`] } : {};
  return {
    from: { name: 'Gauntlet', address: from },
    to: to.map((address) => ({ name: '', address })),
    messageId: `<${deliveryId}@${domain}>`,
    ...thread,
    headers: { 'auto-submitted': 'auto-generated' },
    date: new Date(notice.at),
    ...renderMail(notice, details),
  };
}

async function sendMail(
  { options, relayOf }: Open,
  mail: SendMailOptions,
  envelope: { from: string; to: string[] },
  has: readonly string[],
): Promise<SendOutcome> {
  const transport = createTransport(options);
  try {
    const info = (await transport.sendMail({ ...mail, envelope })) as {
      accepted: unknown[];
      response: string;
      rejectedErrors?: Refused[];
    };
    const accepted = [...has, ...info.accepted.map(String)];
    const reference: Reference = { accepted: accepted.join(' ') };
    const response = { status: info.response.slice(0, 3), head: info.response.slice(0, 500) };
    const refused = refusedOf(info);
    if (refused.length === 0) return { sent: 'yes', response, reference };
    return { ...judgeMail(refused, relayOf), reference };
  } catch (cause) {
    return {
      ...judgeMail(refusedOf(cause), relayOf),
      ...(has.length === 0 ? {} : { reference: { accepted: has.join(' ') } }),
    };
  } finally {
    transport.close();
  }
}

const never = (message: string): SendOutcome => ({
  sent: 'no',
  again: 'never',
  blames: 'channel',
  message,
  response: null,
});
const later = (message: string): SendOutcome => ({ ...never(message), again: 'later' }) as SendOutcome;
