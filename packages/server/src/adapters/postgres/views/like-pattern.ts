/** A text as a pattern for ILIKE that finds it anywhere, with nothing in it special. */
export const containing = (text: string) => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
