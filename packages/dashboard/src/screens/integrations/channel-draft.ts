/** A channel as it is typed, and what is sent of it. */
import type { Schema } from '../../api/client.ts';
import { type Kind, wordsOfKind } from './channel-kinds.ts';

/** All fields are texts; what was left out is empty. */
export type ChannelDraft = {
  kind: Kind;
  name: string;
  fields: Readonly<Record<string, string>>;
  secret: string;
};

export const emptyDraft = (kind: Kind): ChannelDraft => ({ kind, name: '', fields: {}, secret: '' });

export function draftOf({ kind, name, settings }: Schema['Channel']): ChannelDraft {
  const { to, smtp, ...texts } = settings as Record<string, unknown> & {
    to?: string[];
    smtp?: Record<string, unknown>;
  };
  const flat = { ...texts, ...smtp, ...(to ? { to: to.join(', ') } : {}) };
  const fields = Object.fromEntries(Object.entries(flat).map(([field, value]) => [field, String(value)]));
  return { kind, name, fields, secret: '' };
}

/** Whether all that is needed is there; a secret that is set already may stay as it is. */
export function isComplete(draft: ChannelDraft, secret: 'to be set' | 'may stay'): boolean {
  const { settings, secret: field } = wordsOfKind(draft.kind);
  const isMissing = settings.some(({ name, needed }) => needed === 'yes' && !draft.fields[name]?.trim());
  const lacksSecret =
    secret === 'to be set' && field?.needed === 'yes' && field.made === undefined && draft.secret === '';
  return draft.name.trim() !== '' && !isMissing && !lacksSecret;
}

const givenOf = (fields: ChannelDraft['fields'], names: readonly string[]) =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = fields[name]?.trim() ?? '';
      return value === '' ? [] : [[name, value]];
    }),
  );

/** Settings as the API wants them: what is empty is left out. */
export function settingsOf({ kind, fields }: ChannelDraft): Record<string, unknown> {
  if (kind !== 'email')
    return givenOf(
      fields,
      wordsOfKind(kind).settings.map(({ name }) => name),
    );
  const { host, port, ...smtp } = givenOf(fields, ['host', 'port', 'tls', 'username']);
  return {
    to: (fields.to ?? '').split(/[\s,;]+/).filter((address) => address !== ''),
    ...givenOf(fields, ['from']),
    ...(host ? { smtp: { host, ...smtp, ...(port ? { port: Number(port) } : {}) } } : {}),
  };
}

/** Nothing where no secret was typed. */
export function secretsOf({ kind, secret }: ChannelDraft): Record<string, string> | undefined {
  const field = wordsOfKind(kind).secret;
  return field === null || secret === '' ? undefined : { [field.name]: secret };
}

const KEY_BYTES = 32;

/** A signing key of Standard Webhooks, by the browser's own source of chance. */
export function makeSigningKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}
