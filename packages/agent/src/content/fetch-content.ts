import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type Result, refuse } from '@gauntlet/core/kernel';
import {
  type ContentOrder,
  type ContentRefusal,
  type ContentResult,
  DEFAULT_CONTENT_LIMITS,
} from './content-order.ts';
import { fetchGit } from './fetch-git.ts';
import { unpackArchive } from './unpack-archive.ts';
import { writeInline } from './write-inline.ts';

/**
 * Brings a definition's content into `target` and says where in it to work. What was begun is left in
 * `target` on a refusal: the caller removes the folder either way.
 */
export const fetchContent = async (order: ContentOrder): Promise<ContentResult> => {
  const fetched = await bringContent(order);
  if (!fetched.ok) return fetched;
  const path = order.content.type === 'inline' ? undefined : order.content.path;
  const folder = await chooseFolder(order.target, path);
  if (!folder.ok) return folder;
  return { ok: true, value: { root: order.target, folder: folder.value, ...fetched.value } };
};

const bringContent = async (order: ContentOrder): Promise<Result<{ commit?: string }, ContentRefusal>> => {
  const { content, target, limits, signal } = order;
  if (content.type === 'git') return fetchGit(order, content);
  const brought =
    content.type === 'inline'
      ? await writeInline(content.files, target)
      : await unpackArchive(order.archive, target, { ...DEFAULT_CONTENT_LIMITS, ...limits }, signal);
  return brought.ok ? { ok: true, value: {} } : brought;
};

/** A link in the content may lead anywhere; the folder to work in must be inside all the same. */
const chooseFolder = async (
  root: string,
  path: string | undefined,
): Promise<Result<string, ContentRefusal>> => {
  if (path === undefined) return { ok: true, value: root };
  const folder = join(root, path);
  const stats = await stat(folder).catch(() => null);
  if (!stats?.isDirectory())
    return refuse({
      reason: 'content-invalid',
      message: `The content has no folder "${path}" (content.path).`,
    });
  const [realRoot, real] = await Promise.all([realpath(root), realpath(folder)]);
  if (real !== realRoot && !real.startsWith(realRoot + sep))
    return refuse({
      reason: 'content-invalid',
      message: `The folder "${path}" (content.path) is a link that leads out of the content.`,
    });
  return { ok: true, value: folder };
};
