/** GAUNTLET_SMTP_*: the mail server of channels that name none of their own. */
import type { SmtpSettings } from '@gauntlet/contract';

export type SmtpChoices = {
  /** Null: channels of mail need a server of their own. */
  relay: (SmtpSettings & { password?: string | undefined }) | null;
  from: string | null;
};

const MAIL_ADDRESS = /^[^\s<>(),;:"\\@]+@[^\s<>(),;:"\\@]+$/;

/**
 * `smtps://user:password@mail.example.org:465`, or `smtp://...:587`, which wants STARTTLS unless `?tls=none` is
 * said. Throws what is wrong, without the password.
 */
export function smtpSettingsOf(environment: NodeJS.ProcessEnv): SmtpChoices {
  const from = environment.GAUNTLET_SMTP_FROM?.trim() || null;
  if (from !== null && !MAIL_ADDRESS.test(from))
    throw new Error(`GAUNTLET_SMTP_FROM must be a mail address such as gauntlet@example.org, not "${from}".`);
  const text = environment.GAUNTLET_SMTP_URL?.trim() || null;
  return { relay: text === null ? null : relayOf(text), from };
}

function relayOf(text: string): NonNullable<SmtpChoices['relay']> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '')
    throw new Error(
      'GAUNTLET_SMTP_URL must be like smtps://user:password@mail.example.org:465, or smtp://...:587.',
    );
  const asked = url.searchParams.get('tls');
  if (asked !== null && asked !== 'none')
    throw new Error(`GAUNTLET_SMTP_URL: ?tls=none is all that can be asked for, not "${asked}".`);
  if (asked === 'none' && url.protocol === 'smtps:')
    throw new Error('GAUNTLET_SMTP_URL: smtps:// is TLS; ?tls=none goes with smtp://.');
  const tls = url.protocol === 'smtps:' ? 'implicit' : asked === 'none' ? 'none' : 'starttls';
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    tls,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
  };
}
