/** The head of the keys under which one's tokens are kept. */
import { keyOf } from '../../api/workspace.tsx';

export const TOKENS = keyOf(undefined, 'tokens');
