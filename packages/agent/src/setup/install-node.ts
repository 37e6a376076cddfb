import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SetupChoice } from '@gauntlet/core/executions';
import { type DependencyCache, openDependencyCache } from './dependency-cache.ts';
import { collectModules, listModules } from './find-modules.ts';
import { nodeCacheKey } from './node-cache-key.ts';
import type { ModulesSource, PreparedSetup } from './prepared-setup.ts';
import { runCommand } from './run-command.ts';
import type { SetupOrder, SetupResult } from './setup-order.ts';

type NodeInstall = Extract<SetupChoice, { kind: 'node-install' }>;
type Caching = { cache: DependencyCache; key: string };

/** Installs into the content, and moves the outcome into the cache where it may be kept. */
export const installNode = async (
  choice: NodeInstall,
  order: SetupOrder,
  nothing: PreparedSetup,
): Promise<SetupResult> => {
  const { root } = order.place;
  const top = join(root, choice.folder);
  const caching = await openCaching(choice, order, top);
  const kept = order.cache?.use === 'add' ? null : caching && (await caching.cache.find(caching.key));
  if (kept) {
    const sentence = `${choice.sentence} Taken from an earlier execution with the same dependencies.`;
    order.onOutput(Buffer.from(`Nothing to do: the same dependencies were installed before.\n`));
    return { ok: true, value: { ...nothing, sentence, modules: listModules(root, kept) } };
  }
  const before = new Set(collectModules(root).map((modules) => modules.at));
  const done = await runCommand(order, { command: choice.command, folder: top, network: 'may-hiccup' });
  if (!done.ok) return done;
  // What the content brought along (fixtures, say) is content: it is copied like any other file.
  const installed = collectModules(root).filter(({ at }) => at === choice.folder || !before.has(at));
  const moved = caching && (await moveToCache(caching, root, installed));
  return { ok: true, value: { ...nothing, modules: moved ? listModules(root, moved) : installed } };
};

const openCaching = async (choice: NodeInstall, order: SetupOrder, top: string): Promise<Caching | null> => {
  if (!order.cache || choice.cache === 'not-kept') return null;
  const key = await nodeCacheKey(choice, order, top);
  return key ? { cache: await openDependencyCache(order.cache.folder, order.cache.maxBytes), key } : null;
};

/** Null when the cache lies on another disk: moving is all or nothing only within one. */
const moveToCache = async (
  { cache, key }: Caching,
  root: string,
  installed: readonly ModulesSource[],
): Promise<string | null> => {
  const entry = await cache.begin(key);
  try {
    for (const { at } of installed) {
      const target = join(entry.content, at, 'node_modules');
      await mkdir(dirname(target), { recursive: true });
      await rename(join(root, at, 'node_modules'), target);
    }
  } catch (cause) {
    await entry.discard();
    if ((cause as NodeJS.ErrnoException).code !== 'EXDEV') throw cause;
    return null;
  }
  await entry.keep();
  return entry.content;
};
