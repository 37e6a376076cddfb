/** How a cluster is reached: a kubeconfig from a file or from standard input, never from the command line. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ClusterAccessRequest } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { CommandContext } from '../command-context.ts';
import type { ClusterAccessOptions } from '../program/option-types.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { readHidden } from './read-hidden.ts';

const HOW =
  'kubectl config view --raw --flatten --minify | gauntlet cluster add NAME, or --kubeconfig FILE, or --in-cluster.';

/** Null: nothing is said of it, and nothing has to be. */
export async function readAccess(
  context: CommandContext,
  { kubeconfig, context: name, inCluster }: ClusterAccessOptions,
  need: 'always' | 'if-said',
): Promise<Result<ClusterAccessRequest | null, Refused>> {
  if (inCluster) {
    if (kubeconfig === undefined && name === undefined) return ok({ kind: 'in-cluster' });
    return refuse(usageRefused('Either --in-cluster or a kubeconfig.'));
  }
  if (kubeconfig === undefined && need === 'if-said') {
    if (name === undefined) return ok(null);
    return refuse(usageRefused('--context is one of a kubeconfig: give --kubeconfig with it.'));
  }
  const text = await readText(context, kubeconfig ?? '-');
  if (!text.ok) return text;
  return ok({ kind: 'kubeconfig', kubeconfig: text.value, ...(name === undefined ? {} : { context: name }) });
}

async function readText(context: CommandContext, file: string): Promise<Result<string, Refused>> {
  if (file === '-') {
    if (context.stdin.isTTY) return refuse(usageRefused('No kubeconfig was given.', HOW));
    return readHidden(context, 'Kubeconfig');
  }
  try {
    return ok(await readFile(resolve(context.cwd, file), 'utf8'));
  } catch (cause) {
    const { code } = cause as { code?: string };
    return refuse(usageRefused(`The file ${file} cannot be read (${code ?? String(cause)}).`));
  }
}
