'use strict';
/**
 * Loaded into Mocha by --require, before it loads test files. With GAUNTLET_LIST set it writes the files
 * that Mocha would run to GAUNTLET_REPORT and ends the process. Otherwise it leaves, of the files that
 * Mocha has found, those that the command line names: Mocha itself adds the `spec` of its configuration.
 */
const { createRequire } = require('node:module');
const path = require('node:path');
const { appendLine } = require('./append-report.cjs');

const loaded = createRequire(path.join(process.cwd(), 'package.json'))('mocha');
/** From Mocha 12 on an ES module, of which Node.js 20 gives the namespace and later ones the class. */
const Mocha = loaded.Mocha ?? loaded;
const named = new Set(process.argv.slice(2).map((word) => path.resolve(word)));
/** Workers of --parallel load this too; they are given their files one by one. */
const isMain = process.argv.some((word) => word.endsWith('mocha-select.cjs'));

/** Files of Mocha's `--file`: they prepare the others and run with them. */
const isPreparation = (mocha, file) => (mocha.options.file ?? []).some((each) => path.resolve(each) === file);

function list(mocha) {
  for (const file of new Set(mocha.files)) {
    if (!isPreparation(mocha, file)) appendLine({ file });
  }
  process.exit(0);
}

function select(mocha) {
  if (!isMain) return;
  if (process.env.GAUNTLET_LIST) list(mocha);
  mocha.files = mocha.files.filter((file) => named.has(file) || isPreparation(mocha, file));
}

// One of these is called, depending on the version and on --parallel.
for (const method of ['loadFilesAsync', 'loadFiles', 'run']) {
  const original = Mocha.prototype[method];
  if (typeof original !== 'function') continue;
  Mocha.prototype[method] = function (...args) {
    select(this);
    return original.apply(this, args);
  };
}
