/** A key under which a request counts once. Not randomUUID, which pages have only that came by a safe way. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');
