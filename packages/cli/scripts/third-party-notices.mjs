import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} input a bundled file @returns {string | undefined} the folder of the package it is of */
const packageFolder = (input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];

/** @param {string} folder absolute */
function readNotice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`${name} ${version} (${license})`, ...texts].join('\n\n');
}

/**
 * Writes the licences of all packages that were bundled: most of them ask for it.
 *
 * @param {string} repository
 * @param {readonly string[]} inputs bundled files, relative to the repository
 * @param {string} file
 */
export function writeNotices(repository, inputs, file) {
  const folders = new Set(inputs.flatMap((input) => packageFolder(input) ?? []));
  const packages = [...folders].sort().map((folder) => join(repository, folder));
  const notices = packages.filter((folder) => existsSync(join(folder, 'package.json'))).map(readNotice);
  writeFileSync(file, `${notices.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}
