/** A SHA-256 as the columns of hashes hold it. */
export const hashBytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
