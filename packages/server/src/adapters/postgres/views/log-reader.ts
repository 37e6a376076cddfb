/**
 * What groups printed, from where it lies: chunks in the database while an execution is alive, artifacts
 * afterwards. A cursor taken from the one goes on in the other, since both count the same bytes.
 */
import type { ExecutionId, ExecutionStatus, LogChunks } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import type { ArtifactStore, LogFilter, LogPage, LogReader, LogStore } from '../../../executions/index.ts';
import type { Workspace } from '../../../identity/index.ts';
import type { Database } from '../database.ts';
import { openArchivedLog, readArchivedPiece } from './archived-log.ts';
import { readStatus } from './execution-detail.ts';
import { type LogPiece, readLivePieces } from './live-log.ts';
import { decodePosition, encodePosition, type LogPosition, nextPosition, offsetOf } from './log-cursor.ts';
import { type LogSource, listLogSources } from './log-source.ts';
import { keepCharactersWhole } from './whole-characters.ts';

const PAGE_BYTES = 512 * 1024;
/** What one page may unpack before it answers: places already read have to be passed again. */
const UNPACK_BYTES = 64 * 1024 * 1024;

type Deps = { database: Database; artifacts: Pick<ArtifactStore, 'get'>; logs: Pick<LogStore, 'read'> };
type Pieces = { pieces: LogPiece[]; cut: boolean; passed: ReadonlySet<number> };

export function createPostgresLogReader(deps: Deps): LogReader {
  return {
    chunks: async (workspace, executionId, filter, cursor) => {
      const position = decodePosition(filter, cursor);
      const scene = await readScene(
        deps,
        workspace,
        executionId,
        filter,
        position.ok ? position.value : null,
      );
      if (!scene) return null;
      return position.ok ? ok(await readPage(deps, scene, filter, position.value)) : position;
    },
    text: (workspace, executionId, filter) => openText(deps, workspace, executionId, filter),
  };
}

type Scene = { status: ExecutionStatus; sources: LogSource[]; live: Pieces };

/** One snapshot: chunks that move into artifacts meanwhile are seen here or there, never in neither. */
function readScene(
  { database }: Deps,
  workspace: Workspace,
  executionId: ExecutionId,
  filter: LogFilter,
  position: LogPosition | null,
): Promise<Scene | null> {
  const snapshot = database.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  return snapshot.execute(async (tx) => {
    const status = await readStatus(tx, workspace, executionId);
    if (!status) return null;
    const sources = await listLogSources(tx, executionId, status, filter);
    return { status, sources, live: position ? await readLive(tx, sources, position) : NOTHING };
  });
}

async function readPage(
  deps: Deps,
  { status, sources, live }: Scene,
  filter: LogFilter,
  position: LogPosition,
): Promise<LogPage> {
  const archived = await readArchived(deps, sources, position);
  const cut = archived.cut || live.cut;
  const goesOn = (place: number) => cut || sources[place]?.alive === true;
  const pieces = keepCharactersWhole([...archived.pieces, ...live.pieces], goesOn);
  const reached = sources.map((_, place) => reachedOf(pieces, position, place));
  const ended = (place: number) => archived.passed.has(place) || (!cut && sources[place]?.alive === false);
  return {
    chunks: pieces.filter((piece) => piece.content.byteLength > 0).map((piece) => chunkOf(piece, sources)),
    cursor: encodePosition(filter, nextPosition(position, reached, ended)),
    complete: !cut && (status === 'archived' || status === 'rejected'),
    more: cut,
  };
}

const NOTHING: Pieces = { pieces: [], cut: false, passed: new Set() };

async function readArchived(
  deps: Deps,
  sources: readonly LogSource[],
  position: LogPosition,
): Promise<Pieces> {
  const pieces: LogPiece[] = [];
  const passed = new Set<number>();
  let left = PAGE_BYTES;
  let unpacked = 0;
  for (const [place, { archived }] of sources.entries()) {
    if (!archived || place < position.done) continue;
    if (left <= 0 || unpacked > UNPACK_BYTES) return { pieces, cut: true, passed };
    const from = { place, offset: offsetOf(position, place) };
    const { piece, cut, readBytes } = await readArchivedPiece(deps.artifacts, archived, from, left);
    unpacked += readBytes;
    left -= piece?.content.byteLength ?? 0;
    if (piece) pieces.push(piece);
    if (cut) return { pieces, cut, passed };
    passed.add(place);
  }
  return { pieces, cut: false, passed };
}

async function readLive(
  database: Database,
  sources: readonly LogSource[],
  position: LogPosition,
): Promise<Pieces> {
  const wanted = sources
    .map((source, place) => ({ source, place, offset: offsetOf(position, place) }))
    .filter(({ source, place }) => source.archived === null && place >= position.done);
  return { ...(await readLivePieces(database, wanted, PAGE_BYTES)), passed: new Set() };
}

function reachedOf(pieces: readonly LogPiece[], position: LogPosition, place: number): number {
  const last = pieces.findLast((piece) => piece.place === place);
  if (last) return last.offset + last.content.byteLength;
  return place < position.done ? 0 : offsetOf(position, place);
}

function chunkOf(
  { place, offset, content, at }: LogPiece,
  sources: readonly LogSource[],
): LogChunks['chunks'][number] {
  const source = sources[place] as LogSource;
  return {
    groupIndex: source.groupIndex,
    attempt: source.attempt,
    stream: source.stream,
    offset,
    text: Buffer.from(content).toString('utf8'),
    at: at.toISOString(),
  };
}

async function openText(deps: Deps, workspace: Workspace, executionId: ExecutionId, filter: LogFilter) {
  const status = await readStatus(deps.database, workspace, executionId);
  if (!status) return null;
  return joinSources(deps, await listLogSources(deps.database, executionId, status, filter));
}

/** One after the other, each with its heading when there are several. */
async function* joinSources(deps: Deps, sources: readonly LogSource[]): AsyncIterable<Uint8Array> {
  let before = '';
  for (const source of sources) {
    let started = false;
    for await (const content of openSource(deps, source)) {
      if (!started && sources.length > 1) yield Buffer.from(before + headingOf(source));
      started = true;
      before = content.at(-1) === 0x0a ? '\n' : '\n\n';
      yield content;
    }
  }
}

const openSource = (deps: Deps, source: LogSource) =>
  source.archived
    ? openArchivedLog(deps.artifacts, source.archived)
    : deps.logs.read(source.groupId, source.stream);

const headingOf = ({ attempt, groupIndex, stream }: LogSource) =>
  `==> ${attempt > 0 ? `attempt ${attempt + 1}, ` : ''}group ${groupIndex}, ${stream} <==\n`;
