/** Text without the space around it. For the contract's own files. */
import { z } from 'zod';

/** As long as the document says before it is trimmed, so that nothing longer is taken. */
export const trimmed = (most: number) => z.string().max(most).trim().min(1);
