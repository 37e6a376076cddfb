import type { Refusal } from '@gauntlet/contract';
import type { Taken } from './ports.ts';

const WORDS: Readonly<Record<Taken, { path: string; message: string }>> = {
  'username-taken': {
    path: 'username',
    message: 'This user name is taken. Choose another; capitals make no difference.',
  },
  'email-taken': {
    path: 'email',
    message: 'Another account has this e-mail address. Give another one, or none.',
  },
  'name-taken': { path: 'name', message: 'There is a team of this name. Choose another.' },
};

export const describeTaken = (taken: Taken): Refusal<'already-exists'> => ({
  code: 'already-exists',
  message: WORDS[taken].message,
  faults: [WORDS[taken]],
});
