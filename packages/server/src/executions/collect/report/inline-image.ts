/** Screenshots as `data:` addresses. The bytes say what they are; a file's name or claimed type may lie. */

const SIGNATURES: readonly { type: string; starts: readonly (number | null)[] }[] = [
  { type: 'image/png', starts: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', starts: [0xff, 0xd8, 0xff] },
  { type: 'image/gif', starts: [0x47, 0x49, 0x46, 0x38] },
  {
    type: 'image/webp',
    starts: [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x45, 0x42, 0x50],
  },
];

/** `null`: not one of the four raster formats that a browser shows without running anything. */
export function imageTypeOf(bytes: Uint8Array): string | null {
  const match = SIGNATURES.find(({ starts }) =>
    starts.every((byte, index) => byte === null || bytes[index] === byte),
  );
  return match?.type ?? null;
}

/** Length of the address for so many bytes, its beginning included. */
export const dataUrlLength = (sizeBytes: number): number => Math.ceil(sizeBytes / 3) * 4 + 32;

/** A multiple of 3, so that the pieces join without padding. */
const STEP = 24_573;

export function toDataUrl(type: string, bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += STEP)
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(start, start + STEP))));
  return `data:${type};base64,${pieces.join('')}`;
}
