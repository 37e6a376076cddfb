/**
 * Ids are UUIDs of version 7: their beginnings are the time and alike, their ends are random.
 * So the last eight characters are what people see and type.
 */
export const shortId = (id: string): string => id.slice(-8);
