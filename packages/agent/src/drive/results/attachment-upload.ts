import { resolve } from 'node:path';
import type { CaseAttachment, UnitId } from '@gauntlet/contract';
import type { Masker } from '../../masking/masker.ts';
import { artifactName } from '../artifacts/artifact-name.ts';
import { contentTypeOf } from '../artifacts/content-type.ts';
import type { Upload } from '../artifacts/upload-record.ts';

/** `folder` is what relative paths are relative to. */
export const uploadOf = (
  { name, path, kind, contentType }: CaseAttachment,
  {
    folder,
    masker,
    unitId,
    resultKey,
  }: { folder: string; masker: Masker; unitId: UnitId; resultKey: string },
): Upload => ({
  path: resolve(folder, path),
  name: artifactName(name, path, masker),
  type: kind,
  contentType: contentTypeOf(path, contentType),
  unitId,
  resultKey,
});
