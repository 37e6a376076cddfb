import { resolve } from 'node:path';
import type { CaseAttachment, UnitId } from '@gauntlet/contract';
import { artifactName } from '../artifacts/artifact-name.ts';
import { contentTypeOf } from '../artifacts/content-type.ts';
import type { Upload } from '../artifacts/upload-record.ts';

/** `folder` is what relative paths are relative to. */
export const uploadOf = (
  { name, path, kind, contentType }: CaseAttachment,
  { folder, unitId, resultKey }: { folder: string; unitId: UnitId; resultKey: string },
): Upload => ({
  path: resolve(folder, path),
  name: artifactName(name, path),
  type: kind,
  contentType: contentTypeOf(path, contentType),
  unitId,
  resultKey,
});
