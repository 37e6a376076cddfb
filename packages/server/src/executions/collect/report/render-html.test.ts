import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HTML_REPORT_LIMITS, type HtmlReportLimits } from './html-limits.ts';
import { renderHtml } from './render-html.ts';
import { reportPolicy } from './report-frame.ts';
import { REPORT_SCRIPT } from './report-script.ts';
import type { ReportArtifact, ReportSource } from './report-source.ts';
import { largeReport, sampleGroup, sampleReport, sampleResult, sampleUnit } from './sample-report.ts';

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const FAILED = { status: 'failed', message: 'expected 1 to be 2' } as const;

describe('the HTML report', () => {
  test('says of a green run what failed in quarantine, why, and until when', async () => {
    const quarantine = { reason: 'races with the clock', expiresAt: '2026-04-01T00:00:00.000Z' };
    const html = await render(
      sampleReport({
        execution: { quarantined: { total: 1, failed: 1 } },
        units: [sampleUnit({ outcome: 'failed', reason: 'tests-failed' })],
        results: [sampleResult(), sampleResult({ resultId: 'r2', name: 'shaky', quarantine, ...FAILED })],
      }),
    );
    expect(html).toContain('1 test passed. 1 test failed in quarantine and is not counted.');
    expect(html).toContain('races with the clock');
    expect(html).toContain('<dt>In quarantine</dt><dd class="">1</dd>');
    expect(html).not.toContain('This unit ended badly');
  });

  test('says in words what it came to, why, and what to do', async () => {
    const html = await render(
      sampleReport({
        execution: {
          verdict: 'infrastructure',
          failureReason: 'group-lost',
          failureMessage: '4 of 20 units were never reported.',
        },
      }),
    );
    expect(html).toContain('Could not be judged');
    expect(html).toContain('4 of 20 units were never reported.');
    expect(html).toContain('Look at the node of the lost group');
  });

  test('shows a failure before the list, with the difference, the stack and links', async () => {
    const html = await render(
      sampleReport({
        execution: { verdict: 'failed' },
        units: [sampleUnit({ outcome: 'failed' })],
        results: [
          sampleResult(),
          sampleResult({
            resultId: 'r2',
            name: 'rounds',
            line: 9,
            ...FAILED,
            stack: 'AssertionError: expected 1 to be 2\n    at cart.ts:9',
            codeFrame: { file: 'cart.ts', line: 9, firstLine: 8, lines: ['if (a < b)', '  <b>;', ''] },
            assertions: [{ type: 'toBe', passed: false, expected: 'total: 12.35', actual: 'total: 12.34' }],
          }),
        ],
        artifacts: [artifact({ type: 'trace', name: 'trace.zip', link: 'https://g.test/trace' })],
      }),
    );
    const card = html.slice(html.indexOf('<article'), html.indexOf('</article>'));
    expect(card).toContain('src/cart.test.ts:9');
    expect(card).toContain('- total: 12.3<mark>5</mark>');
    expect(card).toContain('+ total: 12.3<mark>4</mark>');
    expect(card).toContain('<pre>at cart.ts:9</pre>');
    expect(card).toContain('<figcaption>cart.ts:9</figcaption>');
    expect(card).toContain('<span class="near">   8 | if (a &lt; b)\n</span>');
    expect(card).toContain('<span class="here">&gt;  9 |   &lt;b&gt;;\n</span>');
    expect(card).toContain('href="https://g.test/trace"');
    expect(html.indexOf('<article')).toBeLessThan(html.indexOf('id="list"'));
  });

  test('names the units that crashed, for no test tells of them', async () => {
    const units = [sampleUnit({ outcome: 'error', reason: 'runner-crashed', message: 'ended by SIGSEGV' })];
    const html = await render(sampleReport({ execution: { verdict: 'failed' }, units }));
    expect(html).toContain('Runner crashed');
    expect(html).toContain('ended by SIGSEGV');
  });

  test('says "test count unverified" exactly where that is so, and what was checked instead', async () => {
    const note = async (execution: { countVerified: boolean; framework?: string }) =>
      /<p class="note"><strong>Checked (.*?)<\/p>/.exec(await render(sampleReport({ execution })))?.[1];
    const files = await note({ countVerified: false, framework: 'node:test' });
    expect(files).toContain('file by file, test count unverified.');
    expect(files).toContain(
      'node:test listed beforehand which files it would run, not which tests they hold.',
    );
    const commands = await note({ countVerified: false, framework: 'command' });
    expect(commands).toContain('command by command, test count unverified.');
    expect(await note({ countVerified: true })).toBeUndefined();
  });

  test('draws a lane for every group', async () => {
    const groups = [0, 1, 2].map((index) =>
      sampleGroup({ index, status: index === 2 ? 'lost' : 'finished' }),
    );
    const units = [0, 1, 2].map((groupIndex) => sampleUnit({ unitId: `u${groupIndex}`, groupIndex }));
    const html = await render(sampleReport({ groups, units }));
    expect(html.match(/class="unit pass"/g)).toHaveLength(3);
    expect(html).toContain('<span class="chip warn">lost</span>');
  });

  test('allows exactly the script and the style it holds, and nothing to be fetched', async () => {
    const html = await render(sampleReport({ results: [sampleResult()] }));
    const policy = await reportPolicy();
    expect(html).toContain(policy.replaceAll("'", '&#39;'));
    expect(policy).toContain("default-src 'none'");
    const script = html.slice(html.lastIndexOf('<script>') + 8, html.lastIndexOf('</script>'));
    const style = html.slice(html.indexOf('<style>') + 7, html.indexOf('</style>'));
    expect(policy).toContain(`script-src '${await sha256(script)}'`);
    expect(policy).toContain(`style-src '${await sha256(style)}'`);
    expect(html).not.toMatch(/\sstyle="|\son[a-z]+="|@import|url\(/);
  });

  test('has a script that parses', () => {
    expect(() => new Function(REPORT_SCRIPT)).not.toThrow();
    expect(REPORT_SCRIPT).not.toMatch(/<\/script|<!--/i);
  });

  test('puts screenshots in while there is room, and links the others and what is no image', async () => {
    const large = new Uint8Array(800_000);
    large.set(PNG);
    const results = [sampleResult({ resultId: 'r2', ...FAILED })];
    const shot = (name: string, bytes: Uint8Array) =>
      artifact({
        type: 'screenshot',
        name,
        sizeBytes: bytes.length,
        link: `/shots/${name}`,
        read: async () => bytes,
      });
    const artifacts = [
      shot('small.png', PNG),
      shot('large.png', large),
      shot('no-image.png', new TextEncoder().encode('<svg onload="alert(1)"/>')),
      { ...shot('gone.png', PNG), read: () => Promise.reject(new Error('gone')) },
      { ...shot('lies.png', large), sizeBytes: 10 },
    ];
    const report = sampleReport({ execution: { verdict: 'failed' }, results, artifacts });
    const html = await render(report, { ...HTML_REPORT_LIMITS, totalBytes: 1_000_000 });
    expect(html.match(/src="data:image\/png;base64,/g)).toHaveLength(1);
    for (const name of ['large.png', 'no-image.png', 'gone.png', 'lies.png'])
      expect(html).toContain(`href="/shots/${name}"`);
    expect(html).toContain('4 screenshots are linked');
  });

  test('links nothing that a click could run', async () => {
    const artifacts = [artifact({ type: 'log', resultId: null, link: 'javascript:alert(1)' })];
    expect(await render(sampleReport({ artifacts }))).not.toContain('javascript:');
  });

  test('keeps within its bytes, whatever is thrown at it, and says what it left out', async () => {
    const limits = { ...HTML_REPORT_LIMITS, totalBytes: 1_000_000 };
    const huge = '"</script>\u0000é😀'.repeat(8_000);
    const report = largeReport(400, (index) => ({
      ...FAILED,
      resultId: `r${index}`,
      name: huge,
      suite: [huge, String(index)],
      file: `${index}${huge}`,
      message: huge,
      stack: huge,
      output: huge,
      codeFrame: { file: huge, line: 1, firstLine: 1, lines: Array.from({ length: 11 }, () => huge) },
      tags: [huge],
      assertions: [{ type: huge, passed: false, expected: huge, actual: `${huge}x` }],
    }));
    const bytes = new Uint8Array(600_000);
    bytes.set(PNG);
    const artifacts = Array.from({ length: 20 }, (_, index) =>
      artifact({
        resultId: `r${index}`,
        type: 'screenshot',
        name: huge,
        link: `/${huge}`,
        read: async () => bytes,
      }),
    );
    const hostile = {
      ...report,
      artifacts,
      execution: { ...report.execution, name: huge, failureMessage: huge, tags: { [huge]: huge } },
    };
    const html = await render(hostile, limits);
    expect(new TextEncoder().encode(html).length).toBeLessThanOrEqual(limits.totalBytes);
    expect(html).toMatch(/\d+ tests more are not shown here/);
    const data = rowsOf(html);
    expect(data.rows.length + data.leftOut).toBe(400);
  });

  test('leaves out passed tests before failed ones when not all fit', async () => {
    const name = 'x'.repeat(75);
    const report = largeReport(8_000, (index) => ({ name: `${name}${index}`, suite: [], file: 'a' }));
    const { rows, leftOut } = rowsOf(await render(report, { ...HTML_REPORT_LIMITS, totalBytes: 1_000_000 }));
    expect(leftOut).toBeGreaterThan(0);
    expect(rows.filter((row) => row[3] === 1)).toHaveLength(Math.ceil(8_000 / 97));
  });

  test('has one row a test that says the same as the result', async () => {
    const results = [
      sampleResult({ name: 'a </script><!--', durationMs: 12.34, line: 4 }),
      sampleResult({ resultId: 'r2', name: 'b', suite: [], project: 'firefox', flaky: true }),
      sampleResult({ resultId: 'r3', name: 'c', ...FAILED, file: null }),
    ];
    const { rows, suites, files } = rowsOf(
      await render(sampleReport({ units: [sampleUnit({ title: 'unit' })], results })),
    );
    expect(rows).toEqual([
      ['a </script><!--', 0, 0, 0, 12.3, 0, 4],
      ['b', 1, 0, 0, 12, 1, 0, 0, 'flaky-1'],
      ['c', 0, 1, 1, 12, 0, 0, FAILED.message, 'failure-1'],
    ]);
    expect([suites, files]).toEqual([
      ['cart', 'firefox'],
      ['src/cart.test.ts', 'unit'],
    ]);
  });

  test('holds nothing of a stranger as markup', async () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        '</script><img src=x onerror=alert(1)>',
        '<!--<script>',
        '</title><h1>',
        '" onload="x',
        '\u2028',
        '\ud800',
        '\u202eevil',
      ),
    );
    const plain = skeleton(await render(hostileEverywhere('plain')));
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const html = await render(hostileEverywhere(`x${text}`));
        expect(skeleton(html)).toBe(plain);
        expect(html.isWellFormed()).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('is refused a limit below what its frame needs', async () => {
    await expect(render(sampleReport({}), { ...HTML_REPORT_LIMITS, totalBytes: 1000 })).rejects.toThrow(
      RangeError,
    );
  });
});

function hostileEverywhere(text: string): ReportSource {
  return sampleReport({
    execution: {
      name: text,
      failureMessage: text,
      verdict: 'failed',
      commit: `c${text}`,
      setup: `s${text}`,
      submittedBy: text,
      tags: { [`k${text}`]: text },
      framework: `f${text}`,
    },
    groups: [sampleGroup({ nodeName: `n${text}`, status: 'lost', lostReason: `l${text}` })],
    units: [sampleUnit({ title: `u${text}`, outcome: 'error', reason: 'runner-crashed', message: text })],
    results: [
      sampleResult({
        ...FAILED,
        name: text,
        suite: [text],
        file: `f${text}`,
        project: `p${text}`,
        message: `m${text}`,
        stack: `s${text}`,
        output: `o${text}`,
        codeFrame: { file: `c${text}`, line: 1, firstLine: 1, lines: [`l${text}`] },
        tags: [text],
      }),
    ],
    artifacts: [
      artifact({
        resultId: 'result-1',
        type: 'video',
        name: text,
        link: `/${encodeURIComponent(text.toWellFormed())}`,
      }),
    ],
  });
}

/** The tags and the names of their attributes, in order: what the markup is without its texts. */
const skeleton = (html: string) =>
  html
    .slice(html.indexOf('<body>'), html.indexOf('<script type="application/json"'))
    .replace(/="[^"]*"/g, '')
    .replace(/>[^<]*</g, '><');

async function render(report: ReportSource, limits?: HtmlReportLimits): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of renderHtml(report, limits)) pieces.push(piece);
  return pieces.join('');
}

type Rows = { rows: unknown[][]; suites: string[]; files: string[]; leftOut: number };

function rowsOf(html: string): Rows {
  const from = html.indexOf('id="rows">') + 10;
  return JSON.parse(html.slice(from, html.indexOf('</script>', from)));
}

const artifact = (fields: Partial<ReportArtifact>): ReportArtifact => ({
  artifactId: 'a',
  resultId: 'r2',
  type: 'attachment',
  name: 'a.bin',
  sizeBytes: 11,
  contentType: 'application/octet-stream',
  link: '/a',
  ...fields,
});

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `sha256-${Buffer.from(digest).toString('base64')}`;
}
