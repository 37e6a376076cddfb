/** A folder becomes an upload of the server: listed, packed and sent in one go. */
import { realpath } from 'node:fs/promises';
import type { TestDefinitionInput } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { callerPath } from '../../bin/caller-path.mjs';
import type { CommandContext } from '../command-context.ts';
import { type Connection, isThisHost } from '../connection/connection.ts';
import { uploadArchive } from '../connection/upload.ts';
import type { FollowView } from '../follow/view.ts';
import { listFiles } from '../packing/list-files.ts';
import { packFolder } from '../packing/pack-folder.ts';
import { cannotRun, type Refused, usageRefused } from '../refused.ts';
import { countText, sizeText } from '../terminal/amounts.ts';

export type SendOrder = {
  folder: string;
  git: 'leave-out' | 'include';
  /** Whether the server may link the dependencies installed in the folder. */
  dependencies: 'link' | 'install';
  connection: Connection;
  view: FollowView;
  signal: AbortSignal;
};

const LARGE_BYTES = 500_000_000;
const SHOWN_NOTES = 5;

/** The first few in words, the rest as a number. */
function createNotes(view: FollowView) {
  let untold = 0;
  let told = 0;
  return {
    add: (text: string) => {
      if (told < SHOWN_NOTES) view.note(text);
      else untold += 1;
      told += 1;
    },
    end: () => {
      if (untold > 0)
        view.note(`${countText(untold, 'more file was', 'more files were')} left out likewise.`);
    },
  };
}

const unreadable = (folder: string, error: unknown): Refused =>
  cannotRun(
    'folder-unreadable',
    `${folder} cannot be packed: ${error instanceof Error ? error.message : String(error)}.`,
    'Mend its rights, or leave the file out by a .gauntletignore file.',
  );

async function packAndSend(context: CommandContext, order: SendOrder): Promise<Result<string, Refused>> {
  const { files, passedOver } = await listFiles({ folder: order.folder, env: context.env, git: order.git });
  if (files.length === 0) {
    return refuse(
      usageRefused(`There is nothing to run in ${order.folder}.`, 'Ignore files may leave out all of it.'),
    );
  }
  const notes = createNotes(order.view);
  for (const path of passedOver) notes.add(`${path} is left out: it is no file, folder or link.`);
  const what = countText(files.length, 'file');
  order.view.doing(`Sending ${what}`);
  const source = packFolder({
    folder: order.folder,
    files,
    onPassedOver: (path, why) => notes.add(`${path} is left out: ${why}.`),
  });
  let warned = false;
  const sent = await uploadArchive(order.connection.address, source, {
    signal: order.signal,
    onBytes: (bytes) => {
      if (bytes < LARGE_BYTES || warned) return;
      warned = true;
      order.view.note(
        `This is a large upload (${sizeText(bytes)} so far); a .gauntletignore file can leave things out.`,
      );
    },
  });
  notes.end();
  return sent.ok ? ok(sent.value.uploadId) : sent;
}

/** A server that runs in the background has the environment of whoever started it, in whatever folder. */
const callerEnvironment = (env: CommandContext['env']) => ({
  path: env.GAUNTLET_CALLER_PATH || callerPath(env.PATH),
  ...(env.VIRTUAL_ENV ? { virtualenv: env.VIRTUAL_ENV } : {}),
});

/** @returns the content to submit. */
export async function sendContent(
  context: CommandContext,
  order: SendOrder,
): Promise<Result<TestDefinitionInput['content'], Refused>> {
  try {
    const uploadId = await packAndSend(context, order);
    if (!uploadId.ok) return uploadId;
    const here = isThisHost(order.connection);
    const hostFolder = here && order.dependencies === 'link' ? await realpath(order.folder) : undefined;
    return ok({
      type: 'archive',
      uploadId: uploadId.value,
      ...(hostFolder === undefined ? {} : { hostFolder }),
      ...(order.dependencies === 'install' ? { install: 'anew' } : {}),
      ...(here ? { hostEnvironment: callerEnvironment(context.env) } : {}),
    });
  } catch (error) {
    return refuse(unreadable(order.folder, error));
  }
}
