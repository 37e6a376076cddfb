/** The steps of a preparation, each in its phase and with its own reason to fail. */
import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Readable } from 'node:stream';
import type { Framework } from '@gauntlet/contract';
import {
  chooseSetup,
  type DetectedFramework,
  detectFramework,
  findFramework,
} from '@gauntlet/core/executions';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { FetchedContent } from '../../content/content-order.ts';
import { fetchContent } from '../../content/fetch-content.ts';
import { listUnits } from '../../frameworks/list-units.ts';
import { readProjectFacts } from '../../frameworks/read-project-facts.ts';
import { LOCAL_HOST } from '../../process/local-host.ts';
import type { PreparedSetup } from '../../setup/prepared-setup.ts';
import { type ProjectPlace, readProject } from '../../setup/read-project.ts';
import { runSetup } from '../../setup/run-setup.ts';
import { workspaceEnvironment } from '../../setup/workspace-environment.ts';
import type { Group } from '../group.ts';
import { contentFolder } from '../workspace.ts';
import type { Preparation, PreparationFailure } from './preparation.ts';

type Step<Value> = Promise<Result<Value, PreparationFailure>>;

/** Installed dependencies that are kept for later executions take up to this. */
const CACHE_BYTES = 10 * 1024 ** 3;

export const prepareInOrder = async (group: Group, wanted: string | undefined): Promise<Preparation> => {
  group.reportPhase('fetching');
  const fetched = await fetch(group, wanted);
  if (!fetched.ok) return fetched;
  const { root, folder, commit } = fetched.value;
  const detected = chooseFramework(group, folder);
  if (!detected.ok) return detected;
  const { framework, why } = detected.value;
  group.logs.setup.note(`Framework: ${framework.configuration.title} (${why}).`);
  group.reportPhase('setting-up');
  const setup = await setUp(group, { root, folder, hostFolder: hostFolderOf(group) }, framework);
  if (!setup.ok) return setup;
  await group.workspace.make(setup.value);
  group.reportPhase('listing');
  const listed = await list(group, relative(root, folder), framework, setup.value);
  if (!listed.ok) return listed;
  const { units, countVerified } = listed.value;
  return ok({
    ...{ framework: framework.name, setup: setup.value, commit, countVerified, units },
    folder: relative(root, folder),
  });
};

const print = (group: Group) => (chunk: Buffer) => group.logs.setup.write(chunk);

const fetch = (group: Group, commit: string | undefined): Step<FetchedContent> => {
  const { assignment, control, environments, start } = group;
  return fetchContent({
    content: assignment.definition.content,
    target: contentFolder(start.preparedFolder),
    ...(start.stateFolder === undefined ? {} : { ownFolder: start.stateFolder }),
    archive: () => downloadArchive(group),
    credential: assignment.contentSecret,
    commit,
    outboundAllow: assignment.outboundAllow,
    environment: environments.git,
    runProcess: LOCAL_HOST.runProcess,
    signal: control.stop,
    onOutput: print(group),
  });
};

/** To a file first: a connection that breaks costs another try, not the execution. */
const downloadArchive = async ({ client, start }: Group): Promise<Readable> => {
  const file = join(start.preparedFolder, 'archive');
  const downloaded = await client.download(file);
  if (!downloaded.ok)
    throw new Error(`The uploaded archive could not be downloaded: ${downloaded.error.message}`);
  return createReadStream(file);
};

const chooseFramework = (
  { assignment }: Group,
  folder: string,
): Result<DetectedFramework, PreparationFailure> => {
  const { definition, frameworks } = assignment;
  const chosen =
    definition.framework === undefined
      ? detectFramework(frameworks, readProjectFacts(folder))
      : findFramework(frameworks, definition.framework);
  return chosen.ok ? chosen : refuse({ reason: 'framework-not-found', message: chosen.error.message });
};

const hostFolderOf = ({ assignment: { definition }, premises }: Group): string | undefined =>
  premises.kind === 'host' && definition.content.type === 'archive'
    ? definition.content.hostFolder
    : undefined;

const setUp = async (group: Group, place: ProjectPlace, framework: Framework): Step<PreparedSetup> => {
  const { assignment, control, premises, start } = group;
  const environments = await group.environments.commands();
  const facts = await readProject(place, { environment: environments.plain, ...premises.host });
  const choice = chooseSetup(facts, assignment.definition.setup, framework.configuration.setup);
  const { content } = assignment.definition;
  const anew = content.type === 'archive' && content.install === 'anew';
  const stateFolder = join(start.preparedFolder, 'state');
  await mkdir(stateFolder, { recursive: true });
  return runSetup(choice, {
    place,
    stateFolder,
    cache:
      start.cacheFolder === undefined
        ? undefined
        : {
            ...{ folder: start.cacheFolder, maxBytes: CACHE_BYTES, use: anew ? 'add' : 'find-and-add' },
          },
    environment: environments.tests,
    ...premises.host,
    graceSeconds: assignment.graceSeconds,
    signal: control.stop,
    openMask: group.masker.openStream,
    onOutput: print(group),
  });
};

/** In the workspace, since that is where the dependencies are, linked to where they were installed. */
const list = async (group: Group, folder: string, framework: Framework, setup: PreparedSetup) => {
  const { assignment, control, folders, premises, workspace } = group;
  const environments = await group.environments.commands();
  return listUnits({
    framework,
    definition: assignment.definition,
    folder: workspace.folderFor(folder),
    environment: workspaceEnvironment(setup, environments.tests, workspace.folderFor('')),
    ...premises.host,
    reportersFolder: premises.reportersFolder,
    graceSeconds: assignment.graceSeconds,
    signal: control.stop,
    scratchFolder: folders.scratch,
    openMask: group.masker.openStream,
    onOutput: print(group),
  });
};
