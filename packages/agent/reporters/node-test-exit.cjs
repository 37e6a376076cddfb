'use strict';
/**
 * Loaded before each test file that Node.js 20 or later runs in a process of its own: notes that the file
 * declared tests and then left by process.exit(0). What its tests had to tell is lost if it had not been
 * sent by then, and Node.js calls the file passed. Whether anything arrived, the reporter knows.
 *
 * The notes lie beside the report, one path a line. Tests are told from none by what the test runner loads
 * at the first of them; where a later version of Node.js loads something else, nothing is noted.
 */
const fs = require('node:fs');
const { isMainThread } = require('node:worker_threads');

const notesBeside = (report) => `${report}.exits`;
const LOADED_BY_A_TEST = 'NativeModule internal/test_runner/reporter/v8-serializer';

function realPathOf(file) {
  try {
    return fs.realpathSync(file);
  } catch {
    return file; // It removed itself: then both sides know it by the name they have.
  }
}

function noteExit(report) {
  if (!process.moduleLoadList?.includes(LOADED_BY_A_TEST)) return;
  fs.appendFileSync(notesBeside(report), `${realPathOf(process.argv[1])}\n`);
}

/** Whether the file left by process.exit(0) after it had declared tests. */
function leftWithTests(file) {
  const report = process.env.GAUNTLET_REPORT;
  if (!report || !fs.existsSync(notesBeside(report))) return false;
  return fs.readFileSync(notesBeside(report), 'utf8').split('\n').includes(realPathOf(file));
}

const report = process.env.GAUNTLET_REPORT;
if (report && isMainThread && process.env.NODE_TEST_CONTEXT === 'child-v8') {
  // process.exit ends here, after all listeners; a process that ends by itself never comes here.
  const { reallyExit } = process;
  process.reallyExit = (code) => {
    try {
      if (!code) noteExit(report);
    } finally {
      reallyExit.call(process, code);
    }
  };
}

module.exports = { leftWithTests };
