/** What a definition refers to must be there, for who asks: uploads, secrets, channels. */
import type { Refusal, TestDefinition, UploadId } from '@gauntlet/contract';
import type { Actor, Workspace } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { ChannelNames, SecretVault, UploadIndex } from '../ports.ts';
import { refuseHostContent } from './refuse-body.ts';

export type ReferenceDeps = {
  clock: Clock;
  uploads: UploadIndex;
  secrets: Pick<SecretVault, 'namesOf'>;
  channels: ChannelNames;
};

export async function refuseContent(
  deps: Pick<ReferenceDeps, 'clock' | 'uploads'>,
  actor: Actor,
  definition: TestDefinition,
): Promise<Refusal<'not-allowed' | 'upload-not-found'> | null> {
  const { content } = definition;
  if (content.type !== 'archive') return null;
  const foreign = refuseHostContent(actor, definition);
  if (foreign) return foreign;
  const upload = await deps.uploads.findUsable(actor, content.uploadId, deps.clock.now());
  return upload ? null : uploadNotFound(content.uploadId);
}

export const uploadNotFound = (uploadId: UploadId): Refusal<'upload-not-found'> => ({
  code: 'upload-not-found',
  message: `There is no upload ${uploadId} here, or it has expired. Upload the archive again.`,
});

export async function refuseSecrets(
  deps: Pick<ReferenceDeps, 'secrets'>,
  place: Workspace,
  wanted: readonly string[],
): Promise<Refusal<'secret-missing'> | null> {
  if (wanted.length === 0) return null;
  const known = new Set(await deps.secrets.namesOf(place));
  const missing = wanted.filter((name) => !known.has(name));
  if (missing.length === 0) return null;
  return {
    code: 'secret-missing',
    message: `There is no secret ${missing.map((name) => `"${name}"`).join(', ')} ${place.projectId === null ? 'of your team' : 'of this project or its team'}. Set it by \`gauntlet secret set\`.`,
  };
}

/** Every secret a definition refers to: for variables and for its content. */
export function secretNamesOf({ secrets, content }: TestDefinition): string[] {
  const forContent = content.type === 'git' && content.credentials ? [content.credentials.secret] : [];
  return [...new Set([...Object.values(secrets), ...forContent])];
}

/** Asked of what is written down now: a run of what was good then is not refused for a channel that is gone. */
export async function refuseChannels(
  deps: Pick<ReferenceDeps, 'channels'>,
  place: Workspace,
  wanted: readonly string[],
): Promise<Refusal<'channel-missing'> | null> {
  if (wanted.length === 0) return null;
  const known = await deps.channels.namesOf(place);
  const missing = wanted.filter((name) => !known.some((each) => each.toLowerCase() === name.toLowerCase()));
  if (missing.length === 0) return null;
  const there = known.length === 0 ? 'there are none yet' : `there are ${known.toSorted().join(', ')}`;
  return {
    code: 'channel-missing',
    message: `There is no notification channel ${missing.map((name) => `"${name}"`).join(', ')} ${place.projectId === null ? 'of your team' : 'of this project or its team'}: ${there}. Make it by \`gauntlet channel add\`, or take the name out of \`notifications\`.`,
  };
}

export const channelNamesOf = ({ notifications }: Pick<TestDefinition, 'notifications'>): string[] => [
  ...new Set((notifications ?? []).flatMap(({ channels }) => channels)),
];
