/** What every artifact store says alike. */
import { refuse } from '@gauntlet/core/kernel';
import type { ArtifactRefusal } from '../ports.ts';

export const tooLarge = (maxBytes: number) =>
  refuse<ArtifactRefusal>({ code: 'too-large', message: `It has more than ${maxBytes} bytes.` });
