import { delimiter } from 'node:path';

const isBinFolder = (/** @type {string} */ entry) => /[/\\]node_modules[/\\]\.bin[/\\]?$/.test(entry);
const isGypFolder = (/** @type {string} */ entry) => /[/\\]node-gyp-bin[/\\]?$/.test(entry);

/**
 * PATH as it was before npm put its own folders in front: a run of `node_modules/.bin` folders that a
 * `node-gyp-bin` folder closes, once for each npm in the chain. A `node_modules/.bin` that the caller
 * has on PATH himself has no such end, and stays.
 *
 * @param {string} [path] the PATH of this process
 * @returns {string} the PATH of whoever called npm
 */
export function callerPath(path = '') {
  let entries = path.split(delimiter);
  for (;;) {
    const own = entries.findIndex((entry) => !isBinFolder(entry));
    const next = entries[own];
    if (next === undefined || !isGypFolder(next)) return entries.join(delimiter);
    entries = entries.slice(own + 1);
  }
}
