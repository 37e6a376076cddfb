/** How whatever we make as a credential begins, so that it can be known wherever it turns up. */
export const SECRET_PREFIXES = ['gnt_', 'grt_', 'gsi_', 'gdc_', 'giv_', 'gpr_', 'gag_'] as const;
export type SecretPrefix = (typeof SECRET_PREFIXES)[number];

/** Of signed tokens the beginning of a header in base64 is enough; the names of ours are short, what follows is not. */
const CREDENTIAL = new RegExp(
  `(${SECRET_PREFIXES.join('|')})[\\w-]+|eyJ[\\w-]{10,}(?:\\.[\\w-]+){0,2}`,
  'gi',
);

/** Leaves of each credential in a text no more than its kind. */
export const maskCredentials = (text: string): string =>
  text.replaceAll(CREDENTIAL, (_, prefix: string | undefined) => `${prefix ?? 'eyJ'}***`);
