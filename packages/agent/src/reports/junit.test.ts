import { createReadStream } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { casesOf, collect, countLines, problemsOf, streamOf } from '../testing/report-lines.ts';
import { parseJunit } from './junit.ts';

const REPORTS = new URL('../../fixtures/reports/junit/', import.meta.url);
const readFixture = (name: string) => collect(parseJunit(createReadStream(new URL(name, REPORTS))));
const read = (content: string | Buffer, pieceBytes?: number) =>
  collect(parseJunit(streamOf(content, pieceBytes)));

describe('the reports of other tools', () => {
  it.each([
    ['conventions.xml', { passed: 1, end: 1 }],
    ['junit-basic.xml', { passed: 8, failed: 1, end: 1 }],
    ['junit-complete.xml', { passed: 5, skipped: 1, failed: 1, error: 1, end: 1 }],
    ['node-test-pino.xml', { passed: 539, failed: 1, skipped: 3, end: 1 }],
    ['testcase-output.xml', { passed: 1, end: 1 }],
    ['testcase-properties.xml', { passed: 1, end: 1 }],
  ])('%s is counted exactly', async (name, counts) => {
    expect(countLines(await readFixture(name))).toEqual(counts);
  });

  it('nested suites become the path of a case, outermost first', async () => {
    const cases = casesOf(await readFixture('junit-basic.xml'));
    expect(cases.find(({ name }) => name === 'testCase4')).toMatchObject({
      suite: ['Tests.Authentication', 'Tests.Authentication.Login'],
      durationMs: 2244,
    });
  });

  it('attachments come from properties and from printed output, each file once, addresses never', async () => {
    const [line] = casesOf(await readFixture('conventions.xml'));
    expect(line?.attachments.map(({ path, kind }) => [path, kind])).toEqual([
      ['screenshots/dashboard.png', 'screenshot'],
      ['screenshots/users.png', 'screenshot'],
      ['logs/browser/console.txt', 'attachment'],
      ['logs/server/access.txt', 'attachment'],
    ]);
  });

  it('file and line are those of the case', async () => {
    const cases = casesOf(await readFixture('junit-complete.xml'));
    expect(cases.at(-1)).toMatchObject({ file: 'tests/registration.code', line: 302 });
  });

  it("Node's own class name and missing suites leave no trace", async () => {
    const cases = casesOf(await readFixture('node-test-pino.xml'));
    expect(cases[0]).toMatchObject({ name: 'pino version is exposed on export', suite: [] });
    expect(cases.filter(({ suite }) => suite[0] === 'Custom levels suite')).toHaveLength(6);
  });
});

describe('conventions', () => {
  it('an <error> is an error, never a pass', async () => {
    const lines = await read(
      '<testsuite name="s"><testcase name="a"><error type="E">why\nat x</error></testcase></testsuite>',
    );
    expect(lines).toMatchObject([
      { status: 'error', message: 'why', stack: 'why\nat x', assertions: [{ type: 'E', passed: false }] },
      { type: 'end', cases: 1 },
    ]);
  });

  it('flaky and rerun elements count the retries', async () => {
    const lines = await read(`<testsuite name="s">
      <testcase name="a"><flakyFailure message="1st"><stackTrace>x</stackTrace><system-out>no</system-out></flakyFailure></testcase>
      <testcase name="b"><failure message="bad"/><rerunFailure message="again"/><rerunError/></testcase>
    </testsuite>`);
    expect(casesOf(lines)).toMatchObject([
      { name: 'a', status: 'passed', flaky: true, retries: 1 },
      { name: 'b', status: 'failed', flaky: false, retries: 2, message: 'bad' },
    ]);
    expect(casesOf(lines)[0]?.output).toBeUndefined();
  });

  it("pytest's lines count from 0", async () => {
    const lines = await read(
      '<testsuites><testsuite name="pytest"><testcase classname="t.test_a" name="x" file="t/test_a.py" line="0"/></testsuite></testsuites>',
    );
    expect(casesOf(lines)[0]).toMatchObject({ line: 1, file: 't/test_a.py', suite: ['pytest', 't.test_a'] });
  });

  it.each([
    ['1,234.5', 1_234_500],
    ['1,234', 1_234_000],
    ['0,25', 250],
    ['nonsense', 0],
    ['-1', 0],
  ])('a time of %s s is understood', async (time, milliseconds) => {
    const lines = await read(`<testsuite><testcase name="a" time="${time}"/></testsuite>`);
    expect(casesOf(lines)[0]?.durationMs).toBe(milliseconds);
  });

  it('a failure that stands under the suite, or only in its counts, is a problem', async () => {
    expect(
      problemsOf(
        await read('<testsuite name="s"><error message="no database"/><testcase name="a"/></testsuite>'),
      ),
    ).toEqual(['suite "s" failed: no database']);
    expect(problemsOf(await read('<testsuite name="s" errors="1"><testcase name="a"/></testsuite>'))).toEqual(
      ['suite "s" declares 1 failures and errors, but no case in it says so'],
    );
  });

  it.each([
    ['tests="2"', '<testcase name="a"/>', ['suite "s" declares 2 tests, but holds 1']],
    ['tests="2" skipped="1"', '<testcase name="a"/>', []],
    ['tests="2" disabled="1"', '<testcase name="a"/>', []],
    ['tests="3" skipped="1"', '<testcase name="a"><skipped/></testcase>', [/3 tests, but holds 1/]],
    ['tests="2"', '<testsuite name="t" tests="2"><testcase name="a"/></testsuite>', [/"t" declares 2/]],
    ['tests="1"', '<testcase name="a"/><testcase name="b"/>', []],
    ['tests="many"', '<testcase name="a"/>', []],
    ['tests="7" hostname="tbd"', '<testcase name="a"/>', []], // Catch2
  ])('a suite of %s that holds %s lost what is neither listed nor skipped', async (counts, inside, told) => {
    const lines = await read(`<testsuite name="s" ${counts}>${inside}</testsuite>`);
    expect(problemsOf(lines)).toEqual(told.map((text) => expect.stringMatching(text)));
  });

  it('subtests, which pytest counts and does not list, are not lost', async () => {
    expect(
      problemsOf(await read('<testsuite name="pytest" tests="4"><testcase name="a"/></testsuite>')),
    ).toEqual([]);
  });

  it('a report without cases ends with the count 0', async () => {
    expect(await read('<testsuites tests="0"/>')).toEqual([{ type: 'end', cases: 0 }]);
  });
});

describe('encodings', () => {
  const document = (encoding: string) =>
    `<?xml version="1.0" encoding="${encoding}"?><testsuite><testcase name="größe"/></testsuite>`;

  it.each([
    ['ISO-8859-1', Buffer.from(document('ISO-8859-1'), 'latin1')],
    ['windows-1252', Buffer.from(document('windows-1252'), 'latin1')],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${document('UTF-16')}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(document('UTF-16'), 'utf16le')],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${document('UTF-8')}`)],
    ['UTF-8 that claims UTF-16', Buffer.from(document('UTF-16'))],
  ])('%s is read', async (_, bytes) => {
    expect(casesOf(await read(bytes, 7))[0]?.name).toBe('größe');
  });

  it('an unknown encoding is a problem', async () => {
    expect(problemsOf(await read(document('klingon-8')))[0]).toContain('"klingon-8", which is not known');
  });
});

describe('what cannot be trusted', () => {
  it.each([
    ['cut off', '<testsuite><testcase name="a"/><testcase name="b">', 'cut off'],
    ['empty', '', 'cut off'],
    ['a web page', '<html><body>502</body></html>', 'root element is <html>'],
    ['not XML', '{"tests": []}', 'not well-formed XML'],
    ['an entity bomb', '<!DOCTYPE a [<!ENTITY b "c">]><testsuite><testcase name="&b;"/></testsuite>', 'DTD'],
    ['an outside entity', '<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><testsuite/>', 'DTD'],
    ['an unknown entity', '<testsuite><testcase name="&b;"/></testsuite>', 'undefined entity'],
    ['too deep', '<testsuite>'.repeat(300), 'deeper than 256'],
    ['a tag without end', `<testsuite ${'a'.repeat(80_000)}`, 'a tag is longer'],
  ])('%s is a problem and has no end', async (_, content, why) => {
    for (const pieceBytes of [1, 1000, undefined]) {
      if (pieceBytes === 1 && content.length > 10_000) continue;
      const lines = await read(content, pieceBytes);
      expect(problemsOf(lines)).toHaveLength(1);
      expect(problemsOf(lines)[0]).toContain(why);
      expect(lines.some(({ type }) => type === 'end')).toBe(false);
    }
  });

  it('cases before the cut are still told', async () => {
    const lines = await read('<testsuite><testcase name="a"/><testcase name="b"');
    expect(countLines(lines)).toEqual({ passed: 1, problem: 1 });
  });

  it('forbidden characters, raw or as references, become visible', async () => {
    const lines = await read(
      '<testsuite><testcase name="a\u0000\u0008&#27;[1mb&#x0;&#xD800;&#65;"/></testsuite>',
      3,
    );
    expect(casesOf(lines)[0]?.name).toBe('a␀␈b␀\ufffdA');
  });

  it('a name of 100 kB with control characters is kept whole', async () => {
    const name = 'long \u0001 '.repeat(14_000);
    const [line] = casesOf(await read(`<testsuite><testcase name="${name}"/></testsuite>`, 65_536));
    expect(line?.name).toBe(name.replaceAll('\u0001', '␁'));
  });

  it('texts and values beyond the limits are cut, and what follows them is still read', async () => {
    const lines = await read(
      `<testsuite><testcase name="${'&amp;n'.repeat(300_000)}"><failure><![CDATA[${']]x'.repeat(300_000)}]]></failure>
       <system-out>${'😀&lt;'.repeat(200_000)}</system-out></testcase><!--${'-x'.repeat(900_000)}--><testcase name="next"/></testsuite>`,
      8191,
    );
    const [first, second] = casesOf(lines);
    expect(first?.name.length).toBeLessThan(132_000);
    expect(first?.name).toContain('… [cut:');
    expect(first?.output?.startsWith('😀<😀<')).toBe(true);
    expect(first?.output).toContain('[cut: longer than 262144 bytes]');
    expect(first?.stack).toContain(']]x]]x');
    expect(second?.name).toBe('next');
    expect(lines.at(-1)).toEqual({ type: 'end', cases: 2 });
  });

  it('reads the same whatever the pieces', async () => {
    const content = `<?xml version="1.0"?><testsuites><!-- a > b --><testsuite name='s "q"'><testcase name="a &lt; b"><failure message='m'><![CDATA[ ]] ]> ]]></failure></testcase></testsuite></testsuites>`;
    const whole = await read(content);
    for (const pieceBytes of [1, 2, 3, 5, 7]) expect(await read(content, pieceBytes)).toEqual(whole);
    expect(whole[0]).toMatchObject({ name: 'a < b', suite: ['s "q"'], stack: ']] ]>' });
  });
});
