import type { Artifact } from '../queries.ts';

export const TYPE_WORDS: Readonly<Record<Artifact['type'], string>> = {
  log: 'Log',
  'setup-log': 'Set-up log',
  screenshot: 'Screenshot',
  video: 'Video',
  trace: 'Trace',
  attachment: 'Attachment',
  file: 'File',
  junit: 'JUnit XML',
  'html-report': 'HTML report',
  'raw-report': 'Raw report',
};
