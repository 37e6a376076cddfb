/** `gauntlet artifacts get`: names come from tests and may be hostile; nothing is written outside the folder. */
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ArtifactView } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { CommandContext } from '../command-context.ts';
import { callApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { ArtifactGetOptions } from '../program/option-types.ts';
import { cannotRun, type Refused, usageRefused } from '../refused.ts';
import { sizeText } from '../terminal/amounts.ts';
import { printable } from '../terminal/printable.ts';
import { fetchArtifacts } from './artifacts.ts';
import { matchesId } from './find-execution.ts';
import { withExecution } from './with-server.ts';

const PAGE = 500;
const MOST_ADDED_NUMBERS = 10_000;

/** A relative path without parts that climb, command a terminal, or are too long for a file system. */
function safeName(name: string): string {
  const parts = name
    .split(/[\\/]/)
    .map((part) =>
      printable(part)
        .replaceAll(/[:*?"<>|]/g, '_')
        .trim()
        .slice(0, 120),
    )
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.slice(-10).join('/') || 'artifact';
}

async function allArtifacts(connection: Connection, id: string, type: string | undefined) {
  const found: ArtifactView[] = [];
  let cursor: string | undefined;
  do {
    const page = await fetchArtifacts(connection, id, { type, limit: PAGE, cursor });
    if (!page.ok) return page;
    found.push(...page.value.items);
    cursor = page.value.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return ok(found.filter(({ state }) => state === 'stored'));
}

const isNamed = (artifact: ArtifactView, wanted: string) =>
  artifact.name === wanted ||
  artifact.name.endsWith(`/${wanted}`) ||
  (/^[0-9a-f-]{8,36}$/i.test(wanted) && matchesId(wanted.toLowerCase(), artifact.artifactId));

function chooseArtifacts(
  all: readonly ArtifactView[],
  names: readonly string[],
): Result<ArtifactView[], Refused> {
  const missing = names.find((name) => !all.some((artifact) => isNamed(artifact, name)));
  if (missing !== undefined) {
    return refuse(usageRefused(`There is no artifact ${missing}.`, '`gauntlet artifacts` lists them.'));
  }
  return ok(all.filter((artifact) => names.length === 0 || names.some((name) => isNamed(artifact, name))));
}

/** Two artifacts of one name get two files. */
function targetPath(folder: string, artifact: ArtifactView, taken: Set<string>): string {
  const base = join(folder, safeName(artifact.name));
  const dot = base.lastIndexOf('.') > base.lastIndexOf('/') + 1 ? base.lastIndexOf('.') : base.length;
  for (let number = 1; number < MOST_ADDED_NUMBERS; number += 1) {
    const path = number === 1 ? base : `${base.slice(0, dot)}-${number}${base.slice(dot)}`;
    if (taken.has(path)) continue;
    taken.add(path);
    return path;
  }
  throw new Error(`More than ${MOST_ADDED_NUMBERS} artifacts are called ${artifact.name}`);
}

async function openArtifact(
  connection: Connection,
  artifact: ArtifactView,
): Promise<Result<Readable, Refused>> {
  // Where there is a bucket, it may be the bucket that answers.
  const params = { path: { id: artifact.artifactId }, query: { as: 'file' } } as const;
  const answer = await callApi(
    connection.address,
    (api) => api.GET('/api/v1/artifacts/{id}', { params, parseAs: 'stream' }),
    { timeoutMs: 600_000 },
  );
  if (!answer.ok) return answer;
  const { data } = answer.value;
  return ok(data ? Readable.fromWeb(data as never) : Readable.from([]));
}

function checksumOf() {
  const hash = createHash('sha256');
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { through, digest: () => hash.digest('hex') };
}

const differs = (artifact: ArtifactView): Refused =>
  cannotRun(
    'checksum-differs',
    `${artifact.name} arrived with another checksum than it was stored with.`,
    'Try again.',
  );

/** Written beside and renamed when it is whole and its checksum is right. */
async function saveArtifact(
  connection: Connection,
  artifact: ArtifactView,
  path: string,
): Promise<Result<undefined, Refused>> {
  const opened = await openArtifact(connection, artifact);
  if (!opened.ok) return opened;
  await mkdir(dirname(path), { recursive: true });
  const beside = join(dirname(path), `.${randomUUID()}.part`);
  const check = checksumOf();
  try {
    await pipeline(opened.value, check.through, createWriteStream(beside));
    if (artifact.checksum.replace(/^sha256:/, '') !== check.digest()) return refuse(differs(artifact));
    await rename(beside, path);
    return ok(undefined);
  } finally {
    await rm(beside, { force: true });
  }
}

async function toStandardOutput(
  context: CommandContext,
  connection: Connection,
  artifacts: readonly ArtifactView[],
): Promise<Result<undefined, Refused>> {
  for (const artifact of artifacts) {
    const opened = await openArtifact(connection, artifact);
    if (!opened.ok) return opened;
    const check = checksumOf();
    for await (const chunk of opened.value.compose(check.through)) {
      context.out.raw(chunk as Buffer);
      await context.out.flush();
    }
    if (artifact.checksum.replace(/^sha256:/, '') !== check.digest()) return refuse(differs(artifact));
  }
  return ok(undefined);
}

async function toFolder(
  context: CommandContext,
  connection: Connection,
  artifacts: readonly ArtifactView[],
  options: ArtifactGetOptions,
): Promise<Result<undefined, Refused>> {
  const folder = resolve(context.cwd, options.output);
  const taken = new Set<string>();
  for (const artifact of artifacts) {
    const path = targetPath(folder, artifact, taken);
    const shown = relative(context.cwd, path) || path;
    if (existsSync(path) && !options.force) {
      return refuse(
        usageRefused(
          `${shown} is there already.`,
          'Replace it with --force, or choose another folder by --output.',
        ),
      );
    }
    const saved = await saveArtifact(connection, artifact, path);
    if (!saved.ok) return saved;
    if (context.options.json) context.out.json({ ...artifact, path }, 'line');
    else context.out.line(`${shown}  ${context.out.paint.dim(sizeText(artifact.sizeBytes))}`);
  }
  return ok(undefined);
}

export function artifactsGetCommand(
  context: CommandContext,
  typed: string,
  names: readonly string[],
  options: ArtifactGetOptions,
): Promise<ExitCode> {
  return withExecution(context, typed, async (connection, executionId) => {
    const all = await allArtifacts(connection, executionId, options.type);
    if (!all.ok) return all;
    const chosen = chooseArtifacts(all.value, names);
    if (!chosen.ok) return chosen;
    if (chosen.value.length === 0) context.err.line('There is nothing to fetch.');
    const fetched =
      options.output === '-'
        ? await toStandardOutput(context, connection, chosen.value)
        : await toFolder(context, connection, chosen.value, options);
    return fetched.ok ? ok(EXIT.passed) : fetched;
  });
}
