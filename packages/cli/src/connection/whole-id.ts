const WHOLE_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a thing is named by its whole id. Nothing may have a name that looks like one. */
export const isWholeId = (typed: string): boolean => WHOLE_ID.test(typed);
