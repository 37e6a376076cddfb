/** Of all packages of this repository, which are released together. */
export const VERSION = '0.1.0';
