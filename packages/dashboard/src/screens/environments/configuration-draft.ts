/** What is typed of an environment's pods, line by line, and the configuration that it means. */
import { tolerationText } from './configuration-words.ts';
import type { Configuration } from './queries.ts';

export type ConfigurationDraft = {
  autoscale: 'yes' | 'no';
  spot: Configuration['spot'];
  /** One `label=value` a line. */
  nodeSelector: string;
  /** One `key=value:Effect` a line. */
  tolerations: string;
  /** Names, by blanks or commas. */
  imagePullSecrets: string;
  defaultImage: string;
  serviceAccountName: string;
  rootFilesystem: Configuration['rootFilesystem'];
};

export const EMPTY_DRAFT: ConfigurationDraft = {
  autoscale: 'no',
  spot: 'allow',
  nodeSelector: '',
  tolerations: '',
  imagePullSecrets: '',
  defaultImage: '',
  serviceAccountName: '',
  rootFilesystem: 'read-only',
};

export const draftOf = (configuration: Configuration): ConfigurationDraft => ({
  autoscale: configuration.autoscale ? 'yes' : 'no',
  spot: configuration.spot,
  nodeSelector: Object.entries(configuration.nodeSelector)
    .map(([label, value]) => `${label}=${value}`)
    .join('\n'),
  tolerations: configuration.tolerations.map(tolerationText).join('\n'),
  imagePullSecrets: configuration.imagePullSecrets.join(', '),
  defaultImage: configuration.defaultImage ?? '',
  serviceAccountName: configuration.serviceAccountName ?? '',
  rootFilesystem: configuration.rootFilesystem,
});

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

type Toleration = Configuration['tolerations'][number];

/** What the server does not know it refuses, in its own words. */
function tolerationOf(text: string, known: readonly Toleration[]): Toleration {
  // More than a line can say of it, which stays as long as the line does.
  const same = known.find((toleration) => tolerationText(toleration) === text);
  if (same) return same;
  const at = text.lastIndexOf(':');
  const [rest, effect] = at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
  const [key, value] = pairOf(rest);
  return {
    ...(key === '*' ? {} : { key }),
    ...(rest.includes('=') ? { operator: 'Equal', value } : { operator: 'Exists' }),
    ...(effect === undefined ? {} : { effect }),
  } as Toleration;
}

export function configurationOf(draft: ConfigurationDraft, before: Configuration | null): Configuration {
  const { defaultImage, serviceAccountName } = draft;
  return {
    autoscale: draft.autoscale === 'yes',
    spot: draft.spot,
    nodeSelector: Object.fromEntries(linesOf(draft.nodeSelector).map(pairOf)),
    tolerations: linesOf(draft.tolerations).map((line) => tolerationOf(line, before?.tolerations ?? [])),
    imagePullSecrets: draft.imagePullSecrets.split(/[\s,]+/).filter((name) => name !== ''),
    ...(defaultImage.trim() === '' ? {} : { defaultImage: defaultImage.trim() }),
    ...(serviceAccountName.trim() === '' ? {} : { serviceAccountName: serviceAccountName.trim() }),
    rootFilesystem: draft.rootFilesystem,
  };
}
