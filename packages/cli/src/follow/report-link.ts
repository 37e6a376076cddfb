/** Where the reader finds the report: a file that outlives the server when it is on this host, else a URL. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import type { ExecutionView } from '@gauntlet/contract';
import { callApi } from '../connection/api-client.ts';
import { type Connection, isThisHost } from '../connection/connection.ts';
import { shortId } from './short-id.ts';

const MOST_KEPT = 200;

export const absoluteUrl = (connection: Connection, link: string): string =>
  new URL(link, `${connection.address.baseUrl}/`).href;

/** Keeps the newest reports only: they are copies, the server has the originals. */
async function dropOldReports(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.html'));
  if (names.length <= MOST_KEPT) return;
  const aged = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
  );
  const old = aged.sort((a, b) => b.at - a.at).slice(MOST_KEPT);
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })));
}

async function saveReport(connection: Connection, view: ExecutionView, link: string): Promise<string | null> {
  const answer = await callApi(connection.address, (api) => api.open(link));
  if (!answer.ok || answer.value.body === null) return null;
  const folder = join(connection.dataDir, 'reports');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${shortId(view.executionId)}.html`);
  const beside = join(folder, `.${randomUUID()}`);
  await pipeline(Readable.fromWeb(answer.value.body as never), createWriteStream(beside, { mode: 0o600 }));
  await rename(beside, path);
  await dropOldReports(folder);
  return pathToFileURL(path).href;
}

/** @returns null when the execution has no report. */
export async function reportLink(connection: Connection, view: ExecutionView): Promise<string | null> {
  const link = view.reports.html;
  if (link === null) return null;
  if (!isThisHost(connection)) return absoluteUrl(connection, link);
  try {
    return (await saveReport(connection, view, link)) ?? absoluteUrl(connection, link);
  } catch {
    // A full disk or a folder of someone else: the server's own link is as good for now.
    return absoluteUrl(connection, link);
  }
}
