'use strict';
/**
 * Appends report lines to the file named by GAUNTLET_REPORT: one synchronous write a line, so that a
 * crash right after it loses nothing. Without the variable nothing is written, and the reporter is idle.
 */
const fs = require('node:fs');
const { inspect } = require('node:util');

/** In characters. What is longer is cut here, before it travels; the reader has finer limits. */
const LONGEST_NAME = 1_048_576;
const LONGEST_TEXT = 262_144;
const LONGEST_VALUE = 16_384;

let descriptor;

function openReport() {
  const path = process.env.GAUNTLET_REPORT;
  if (!path) return -1;
  return fs.openSync(path, 'a');
}

function appendLine(line) {
  descriptor ??= openReport();
  if (descriptor === -1) return;
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
  for (let written = 0; written < bytes.length; ) {
    written += fs.writeSync(descriptor, bytes, written);
  }
}

function cut(text, limit) {
  if (text === undefined || text === null) return undefined;
  const whole = String(text);
  return whole.length <= limit ? whole : `${whole.slice(0, limit)}\n[cut: ${whole.length} characters]`;
}

const cutName = (name) => cut(name ?? '', LONGEST_NAME);
const cutText = (text) => cut(text, LONGEST_TEXT);

/** A value as a person would like to read it; text stays as it is. */
function showValue(value) {
  if (typeof value === 'string') return cut(value, LONGEST_VALUE);
  return cut(inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 4096 }), LONGEST_VALUE);
}

module.exports = { appendLine, cutName, cutText, showValue };
