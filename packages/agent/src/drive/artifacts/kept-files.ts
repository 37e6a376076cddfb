/**
 * Files to keep that belong to no single result: what the definition's and the framework's globs name,
 * the reports of commands, and whatever else was put into the artifacts folder.
 */
import { basename, join } from 'node:path';
import type { ArtifactType, Framework, TestDefinition } from '@gauntlet/contract';
import type { Masker } from '../../masking/masker.ts';
import { artifactName } from './artifact-name.ts';
import { contentTypeOf } from './content-type.ts';
import { findFiles } from './find-files.ts';
import type { UploadQueue } from './upload-queue.ts';

export type KeptFiles = {
  /** Adds what is there now and was not, or not so, when this was made. */
  collect: (uploads: Pick<UploadQueue, 'add' | 'has'>) => void;
};

export type KeptFilesOptions = {
  definition: TestDefinition;
  framework: Framework;
  /** The working folder, as it is before the first unit is run. */
  folder: string;
  /** Each claim has a folder in it. */
  artifactsFolder: string;
  masker: Pick<Masker, 'maskText'>;
};

export const watchKeptFiles = (options: KeptFilesOptions): KeptFiles => {
  const { definition, framework, folder, artifactsFolder } = options;
  const reports = (definition.commands ?? []).flatMap(({ report }) => report?.path ?? []);
  const files = [...definition.artifacts, ...framework.configuration.artifacts];
  const before = new Map(findFiles(folder, [...reports, ...files]).map(({ path, state }) => [path, state]));

  const add = (uploads: Pick<UploadQueue, 'add' | 'has'>, root: string, path: string, type: ArtifactType) => {
    const full = join(root, path);
    if (uploads.has(full)) return;
    uploads.add({
      path: full,
      name: artifactName(path, path, options.masker),
      type,
      contentType: contentTypeOf(path),
    })();
  };
  const addNew = (
    uploads: Pick<UploadQueue, 'add' | 'has'>,
    globs: readonly string[],
    type: ArtifactType,
  ) => {
    for (const { path, state } of findFiles(folder, globs))
      if (before.get(path) !== state) add(uploads, folder, path, type);
  };
  return {
    collect: (uploads) => {
      addNew(uploads, reports, 'raw-report');
      addNew(uploads, files, 'file');
      for (const { path } of findFiles(artifactsFolder, ['*/**']))
        if (!basename(path).startsWith('.')) add(uploads, artifactsFolder, path, 'file');
    },
  };
};
