/** What an environment says of its pods, as options say it. */
import { EnvironmentConfiguration } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { ConfigurationOptions } from '../program/option-types.ts';
import { type Refused, usageRefused } from '../refused.ts';

/** What is not said stays; `none` takes away what was set. */
export function applyConfiguration(
  before: EnvironmentConfiguration,
  options: ConfigurationOptions,
): Result<EnvironmentConfiguration, Refused> {
  const { autoscale, spot, nodeSelector, toleration, imagePullSecret, rootFilesystem } = options;
  const { defaultImage, serviceAccount } = options;
  const changed = {
    ...before,
    ...(autoscale === undefined ? {} : { autoscale }),
    ...(spot === undefined ? {} : { spot }),
    ...(nodeSelector === undefined
      ? {}
      : { nodeSelector: Object.fromEntries(listed(nodeSelector).map(pairOf)) }),
    ...(toleration === undefined ? {} : { tolerations: listed(toleration).map(tolerationOf) }),
    ...(imagePullSecret === undefined ? {} : { imagePullSecrets: listed(imagePullSecret) }),
    ...(defaultImage === undefined ? {} : { defaultImage: unlessNone(defaultImage) }),
    ...(serviceAccount === undefined ? {} : { serviceAccountName: unlessNone(serviceAccount) }),
    ...(rootFilesystem === undefined ? {} : { rootFilesystem }),
  };
  const parsed = EnvironmentConfiguration.safeParse(changed);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  const inner = issue?.code === 'invalid_key' ? issue.issues[0] : issue;
  return refuse(
    usageRefused(
      `The configuration is not right: ${issue?.path.map(String).join('.') || 'it'}: ${inner?.message ?? 'not acceptable'}.`,
      '`gauntlet environment add --help` has examples.',
    ),
  );
}

const unlessNone = (text: string) => (text === 'none' ? undefined : text);
const listed = (texts: readonly string[]) => (texts.length === 1 && texts[0] === 'none' ? [] : [...texts]);

/** `label=value` */
const pairOf = (text: string): [string, string] => {
  const at = text.indexOf('=');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
};

/** As kubectl writes taints: `key=value:Effect`, `key:Effect`, `key`; `*` for every key. */
function tolerationOf(text: string): object {
  const at = text.lastIndexOf(':');
  const [rest, effect] = at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
  const [key, value] = pairOf(rest);
  return {
    ...(key === '*' ? {} : { key }),
    ...(rest.includes('=') ? { operator: 'Equal', value } : { operator: 'Exists' }),
    ...(effect === undefined ? {} : { effect }),
  };
}
