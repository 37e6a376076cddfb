/** A real SMTP server on loopback that keeps the mails it takes, parsed, and refuses as the test says. */
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

type ReceivedMail = {
  mail: ParsedMail;
  raw: string;
  to: string[];
  user: string | null;
  secure: boolean;
};

export type MailReceiver = Awaited<ReturnType<typeof createMailReceiver>>;

export async function createMailReceiver(options: SMTPServerOptions = {}) {
  const received: ReceivedMail[] = [];
  /** Of a recipient or of a whole mail: the refusal, null for none. */
  const refusals: { recipient: (address: string) => string | null; mail: () => string | null } = {
    recipient: () => null,
    mail: () => null,
  };
  const create = () =>
    new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo: ({ address }, _session, answer) => answer(errorOf(refusals.recipient(address))),
      onData: (stream, session, answer) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', async () => {
          const refusal = errorOf(refusals.mail());
          if (refusal) return answer(refusal);
          const raw = Buffer.concat(parts).toString('utf8');
          const to = session.envelope.rcptTo.map(({ address }) => address);
          const user = typeof session.user === 'string' ? session.user : null;
          received.push({ mail: await simpleParser(raw), raw, to, user, secure: session.secure });
          answer();
        });
      },
      ...options,
    });
  /** A client that goes away in the middle is what some tests are about. */
  const createQuiet = () => {
    const made = create();
    made.on('error', () => undefined);
    return made;
  };
  let server = createQuiet();
  const listen = (port: number) =>
    new Promise<number>((resolve) => {
      const listening = server.listen(port, '127.0.0.1', () =>
        resolve((listening.address() as AddressInfo).port),
      );
    });
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  const port = await listen(0);
  return {
    host: '127.0.0.1',
    port,
    received,
    refusals,
    /** Down, and up again at the same port. */
    stop,
    start: () => {
      server = createQuiet();
      return listen(port);
    },
  };
}

/** `450 try later` */
function errorOf(refusal: string | null): (Error & { responseCode: number }) | null {
  if (refusal === null) return null;
  const [code = '', ...words] = refusal.split(' ');
  return Object.assign(new Error(words.join(' ')), { responseCode: Number(code) });
}
