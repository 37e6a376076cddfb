/** Mails to a real SMTP server on loopback. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseOutboundAllow } from '@gauntlet/host/outbound';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMailReceiver, type MailReceiver } from '../../testing/mail-receiver.ts';
import { createSendOrders, runNotice } from '../../testing/send-orders.ts';
import { createMailTransport, type MailSettings } from './mail-transport.ts';

let receiver: MailReceiver;
beforeEach(async () => {
  receiver = await createMailReceiver();
});
afterEach(() => receiver.stop());

function transportWith(part: Partial<MailSettings> = {}, allow = '127.0.0.1') {
  const parsed = parseOutboundAllow(allow);
  if (!parsed.ok) throw new Error(parsed.message);
  const relay = { host: receiver.host, port: receiver.port, tls: 'none' as const };
  return createMailTransport({
    ...{ relay, from: 'gauntlet@example.org', allowed: parsed.allowed, timeoutSeconds: 5 },
    ...part,
  });
}
const orders = (to = ['team@example.org'], more = {}, secrets = {}) =>
  createSendOrders({ kind: 'email', settings: { to, ...more }, secrets });
const FAILED = runNotice('failed', { passed: 245, failed: 5 });

describe('a mail', () => {
  it('says it in a line, in text and in HTML, names the first failures and lets nothing of them run', async () => {
    const outcome = await transportWith().send(orders().order(FAILED));
    expect(outcome).toMatchObject({ sent: 'yes', response: { status: '250' } });
    const [{ mail, raw }] = receiver.received as [MailReceiver['received'][0]];
    expect(mail.subject).toBe('\u2717 Tests Failed (245/250): checkout on main');
    const link =
      'https://gauntlet.example.org/executions/01900000-0000-7000-8000-00000000e001?result=01900000-0000-7000-8000-00000000e100';
    const report = [
      'Detailed Failure Report',
      '',
      '1. cart > pays 0 <script>',
      '   cart.test.ts:1',
      '   expected <b>1</b>',
      '   Bcc: evil@example.org @here <!channel> 0',
      `   ${link}`,
      '',
      '2. cart > pays 1 <script>',
    ].join('\n');
    expect(mail.text).toContain(report);
    expect(mail.html).toContain(`<a href="${link}"`);
    expect(mail.html).toContain('cart &gt; pays 0 &lt;script&gt;');
    expect(mail.html).not.toMatch(/<script|<b>|<img/);
    expect(mail.messageId).toBe('<01900000-0000-7000-8000-0000000de001@example.org>');
    expect(raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  });

  it('gets no header from a name, whatever is in it', async () => {
    const name = 'x\r\nBcc: evil@example.org\r\n\r\nbody';
    await transportWith().send(orders().order(runNotice('passed', {}, name)));
    const [{ mail, to }] = receiver.received as [MailReceiver['received'][0]];
    expect(to).toEqual(['team@example.org']);
    expect(mail.headers.has('bcc')).toBe(false);
    expect(mail.subject).toBe('\u2713 Tests Passed (250/250): x Bcc: evil@example.org body on main');
  });

  it('arrives when the server was down for a while', async () => {
    const sending = orders();
    await receiver.stop();
    expect(await transportWith().send(sending.order(FAILED))).toMatchObject({
      ...{ sent: 'no', again: 'later' },
      message: expect.stringMatching(/ECONNREFUSED.*GAUNTLET_SMTP_URL/),
    });
    await receiver.start();
    expect(await transportWith().send(sending.order(FAILED))).toMatchObject({ sent: 'yes' });
    expect(receiver.received).toHaveLength(1);
  });

  it('that is greylisted is tried again; one that is refused for good is not', async () => {
    receiver.refusals.recipient = () => '451 greylisted, try later';
    expect(await transportWith().send(orders().order(FAILED))).toMatchObject({
      sent: 'no',
      again: 'later',
      blames: 'message',
    });
    receiver.refusals.recipient = () => '550 no such user';
    expect(await transportWith().send(orders().order(FAILED))).toMatchObject({
      sent: 'no',
      again: 'never',
      message: expect.stringContaining('no such user'),
    });
    receiver.refusals.recipient = () => null;
    receiver.refusals.mail = () => '554 spam';
    expect(await transportWith().send(orders().order(FAILED))).toMatchObject({ sent: 'no', again: 'never' });
    receiver.refusals.mail = () => '452 full';
    expect(await transportWith().send(orders().order(FAILED))).toMatchObject({ sent: 'no', again: 'later' });
    expect(receiver.received).toEqual([]);
  });

  it('that some have already is sent to the others alone', async () => {
    const sending = orders(['a@example.org', 'b@example.org']);
    receiver.refusals.recipient = (address) => (address.startsWith('b') ? '451 later' : null);
    const first = await transportWith().send(sending.order(FAILED));
    expect(first).toMatchObject({ sent: 'no', again: 'later', reference: { accepted: 'a@example.org' } });
    sending.keep(first.reference);
    receiver.refusals.recipient = () => null;
    expect(await transportWith().send(sending.order(FAILED))).toMatchObject({ sent: 'yes' });
    expect(receiver.received.map(({ to }) => to)).toEqual([['a@example.org'], ['b@example.org']]);
  });
});

describe('a mail server', () => {
  it('of a channel in a private network is refused unless it is allowed', async () => {
    const smtp = { host: 'localhost', port: receiver.port, tls: 'none' };
    const refused = await transportWith({ relay: null }, '10.0.0.1').send(
      orders(undefined, { smtp }).order(FAILED),
    );
    expect(refused).toMatchObject({
      sent: 'no',
      again: 'never',
      message: expect.stringContaining('GAUNTLET_OUTBOUND_ALLOW'),
    });
    expect(receiver.received).toEqual([]);
  });

  it('that offers no TLS is sent nothing where TLS is wanted', async () => {
    const smtp = { host: '127.0.0.1', port: receiver.port, tls: 'starttls' };
    const outcome = await transportWith({ relay: null }).send(orders(undefined, { smtp }).order(FAILED));
    expect(outcome).toMatchObject({ sent: 'no' });
    expect(receiver.received).toEqual([]);
  });

  it('whose certificate nobody vouches for is sent neither a mail nor a password', async () => {
    const certificate = makeCertificate();
    const seen: string[] = [];
    const tls = await createMailReceiver({
      ...certificate,
      secure: true,
      disabledCommands: [],
      onAuth: ({ username = '' }, _session, answer) => {
        seen.push(username);
        answer(null, { user: username });
      },
    });
    const smtp = { host: '127.0.0.1', port: tls.port, tls: 'implicit', username: 'ada' };
    const sending = orders(undefined, { smtp }, { password: 'a-password-of-ada' });
    const outcome = await transportWith({ relay: null }).send(sending.order(FAILED));
    expect(outcome).toMatchObject({
      ...{ sent: 'no', again: 'later' },
      message: expect.stringMatching(/certificate.*NODE_EXTRA_CA_CERTS/),
    });
    expect(JSON.stringify(outcome)).not.toContain('a-password-of-ada');
    expect([seen, tls.received]).toEqual([[], []]);
    await tls.stop();
  });

  it('that wants a name and password gets them; wrong ones are said to be wrong, not shown', async () => {
    const asking = await createMailReceiver({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, answer) =>
        username === 'ada' && password === 'right-one'
          ? answer(null, { user: username })
          : answer(Object.assign(new Error('wrong'), { responseCode: 535 })),
    });
    const relay = { host: asking.host, port: asking.port, tls: 'none' as const, username: 'ada' };
    const good = await transportWith({ relay: { ...relay, password: 'right-one' } }).send(
      orders().order(FAILED),
    );
    expect(good).toMatchObject({ sent: 'yes' });
    expect(asking.received.map(({ user }) => user)).toEqual(['ada']);
    const bad = await transportWith({ relay: { ...relay, password: 'wrong-one' } }).send(
      orders().order(FAILED),
    );
    expect(bad).toMatchObject({
      ...{ sent: 'no', again: 'never' },
      message: expect.stringMatching(/does not accept the user name and password.*GAUNTLET_SMTP_URL/),
    });
    expect(JSON.stringify(bad)).not.toContain('wrong-one');
    await asking.stop();
  });
});

/** Self-signed, of a name that is not the server's. */
function makeCertificate(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'gauntlet-mail-'));
  const files = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') };
  const options = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=elsewhere.example'];
  execFileSync('openssl', ['req', ...options, '-keyout', files.key, '-out', files.cert], { stdio: 'ignore' });
  const made = { key: readFileSync(files.key, 'utf8'), cert: readFileSync(files.cert, 'utf8') };
  rmSync(folder, { recursive: true });
  return made;
}
