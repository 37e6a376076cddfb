import { readFile } from 'node:fs/promises';
import { type ArtifactList, type ExecutionList, Problem, Verdict } from '@gauntlet/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BASE_CSS } from '../../executions/index.ts';
import { renderErrorPage } from './error-page.ts';
import { renderExecutionPage } from './execution-page.ts';
import { renderExecutionsPage } from './executions-page.ts';
import { renderInvitationPage } from './invitation-page.ts';
import { renderLogPage } from './log-page.ts';
import { PAGE_POLICY } from './page-frame.ts';
import { renderPasswordResetPage } from './password-reset-page.ts';
import {
  SAMPLE_ID,
  SAMPLE_NOW,
  SAMPLE_VIEWER,
  sampleFailures,
  sampleList,
  sampleUnits,
  sampleView,
} from './sample-execution.ts';
import { renderSignInPage } from './sign-in-page.ts';
import { verdictWord } from './status-chip.ts';

const NO_ARTIFACTS: ArtifactList = { items: [], nextCursor: null };
const listPage = (list: ExecutionList, query = {}) =>
  renderExecutionsPage({ viewer: SAMPLE_VIEWER, now: SAMPLE_NOW, list, query });
const executionPage = (fields: Record<string, unknown> = {}, failures = sampleFailures([])) =>
  renderExecutionPage({
    viewer: SAMPLE_VIEWER,
    now: SAMPLE_NOW,
    execution: sampleView(fields),
    failures,
    units: sampleUnits([{}]),
    artifacts: NO_ARTIFACTS,
    events: [],
  });

describe('every page', () => {
  const pages = [
    listPage(sampleList([{}])),
    executionPage(),
    renderLogPage({ viewer: SAMPLE_VIEWER, now: SAMPLE_NOW, execution: sampleView() }),
    renderSignInPage({ now: SAMPLE_NOW, reason: 'needed' }),
    invitationPage('x'),
    invitationPage('x', null),
    resetPage('x'),
    errorPage('not-found'),
  ];

  test('runs and loads nothing but our own files', () => {
    expect(PAGE_POLICY).toContain("default-src 'none'; script-src 'self'");
    for (const page of pages) {
      expect(page).not.toMatch(
        /<script(?![^>]* src="\/assets\/)|<style|\sstyle="|\son[a-z]+="|(src|href)="https?:/,
      );
      expect(page.match(/<h1/g)).toHaveLength(1);
      expect(page).toMatch(/<main id="main"/);
    }
  });

  test('names files that are there', async () => {
    const names = new Set(
      pages.flatMap((page) => [...page.matchAll(/"\/assets\/([^"]+)"/g)].map((match) => match[1] ?? '')),
    );
    const files = await Promise.all(
      [...names].map((name) => readFile(new URL(`assets/${name}`, import.meta.url), 'utf8')),
    );
    expect(files.every((text) => text.length > 0)).toBe(true);
    expect([...names].toSorted()).toEqual(['icon.svg', 'live.js', 'style.css']);
  });

  test('has the colours and parts of the HTML report: style.css begins with the same rules', async () => {
    const style = await readFile(new URL('assets/style.css', import.meta.url), 'utf8');
    const bare = (css: string) => css.replace(/\s+/g, '').replaceAll(';}', '}');
    expect(bare(style).startsWith(bare(BASE_CSS))).toBe(true);
  });
});

describe('the list of executions', () => {
  test('teaches the command when nothing has ever run', () => {
    const page = listPage(sampleList([]));
    expect(page).toContain('gauntlet run .');
    expect(page).not.toContain('<table');
  });

  test('says that a filter matches nothing, and shows the filter', () => {
    const page = listPage(sampleList([]), { name: 'zzz', verdict: 'failed' });
    expect(page).toContain('No execution matches.');
    expect(page).toContain('value="zzz"');
    expect(page).toContain('<option value="failed" selected>');
  });

  test('tells each verdict by a word of its own', () => {
    const page = listPage(sampleList(Verdict.options.map((verdict) => ({ status: 'archived', verdict }))));
    for (const verdict of Verdict.options) expect(page).toContain(`${verdictWord(verdict)}</span>`);
    expect(new Set(Verdict.options.map(verdictWord)).size).toBe(Verdict.options.length);
  });

  test('keeps the filter on the way to older ones, and knows when there are none', () => {
    const older = listPage(sampleList([{}], 'a+b/c='), { name: 'x y', status: 'queued' });
    expect(older).toContain('href="/?name=x+y&amp;status=queued&amp;cursor=a%2Bb%2Fc%3D"');
    expect(listPage(sampleList([{}]))).not.toContain('rel="next"');
  });

  test('gives the place in the queue, and lets the time of a running one go on', () => {
    const page = listPage(sampleList([{ status: 'queued', queuePosition: 3, startedAt: null }, {}]));
    expect(page).toContain('position 3');
    expect(page.match(/data-since/g)).toHaveLength(1);
  });
});

describe('the page of an execution', () => {
  test('offers to cancel while it runs, and to run again once it has ended', () => {
    const running = executionPage();
    expect(running).toContain(`data-post="/api/v1/executions/${SAMPLE_ID}/cancel"`);
    expect(running).not.toContain('/rerun');
    const counts = { total: 8, passed: 7, failed: 1, skipped: 0, flaky: 0 };
    const ended = executionPage({ status: 'archived', verdict: 'failed', counts });
    expect(ended).not.toContain('/cancel');
    expect(ended).toContain('data-body="{&quot;only&quot;:&quot;failed&quot;}"');
  });

  test('listens from the newest event on, and no longer than there is something to hear', () => {
    expect(executionPage()).toContain(`data-events="/api/v1/executions/${SAMPLE_ID}/events?after=5"`);
    expect(executionPage({ status: 'archived', verdict: 'passed' })).not.toContain('data-events');
  });

  test('shows progress and the time left by history', () => {
    const page = executionPage({ remainingMs: 41_000 });
    expect(page).toContain('2 of 4 units reported. About 41.0 s left');
    expect(page).toContain('<progress max="4" value="2"');
  });

  test('shows failures with place and message, and how many more there are', () => {
    const page = executionPage(
      {
        status: 'archived',
        verdict: 'failed',
        counts: { total: 90, passed: 20, failed: 70, skipped: 0, flaky: 0 },
      },
      sampleFailures([{}, { line: null }], 'more'),
    );
    expect(page).toContain('src/cart.test.ts:9');
    expect(page).toContain('expected 1 to be 2');
    expect(page).toContain('68 failures more');
  });

  test('links no artifact whose bytes are gone', () => {
    const artifact = {
      artifactId: SAMPLE_ID,
      executionId: SAMPLE_ID,
      type: 'log',
      name: 'out.log',
      sizeBytes: 1,
      contentType: '',
      checksum: '',
      groupIndex: 0,
      resultId: null,
      attempt: 0,
      createdAt: SAMPLE_NOW,
      expiresAt: null,
      link: '/gone',
    };
    const artifacts = {
      items: [{ ...artifact, state: 'deleted' }],
      nextCursor: null,
    } as unknown as ArtifactList;
    const model = {
      viewer: SAMPLE_VIEWER,
      now: SAMPLE_NOW,
      execution: sampleView(),
      failures: sampleFailures([]),
      units: sampleUnits([]),
      events: [],
    };
    const page = renderExecutionPage({ ...model, artifacts });
    expect(page).toContain('out.log');
    expect(page).not.toContain('/gone');
  });
});

describe('text of strangers', () => {
  test('is never markup on any page', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
      fc.constantFrom('"><script>alert(1)</script>', "' onload='x", '</title>', '<!--', '\u202e', '\ud800'),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        expect(skeleton(pagesWith(`x${text}`))).toBe(skeleton(pagesWith('x')));
      }),
      { numRuns: 100 },
    );
  });
});

test('the sign-in page tells how to get a link for each reason there is', () => {
  const pages = (['needed', 'link-invalid', 'session-ended'] as const).map((reason) =>
    renderSignInPage({ now: SAMPLE_NOW, reason }),
  );
  for (const page of pages) expect(page).toContain('gauntlet login --link');
  expect(new Set(pages).size).toBe(3);
});

test('the log page carries group and stream to the chunks and to the plain text', () => {
  const page = renderLogPage({
    viewer: SAMPLE_VIEWER,
    now: SAMPLE_NOW,
    execution: sampleView(),
    group: 1,
    stream: 'setup',
  });
  expect(page).toContain(`data-chunks="/api/v1/executions/${SAMPLE_ID}/log-chunks?group=1&amp;stream=setup"`);
  expect(page).toContain(`href="/api/v1/executions/${SAMPLE_ID}/logs?group=1&amp;stream=setup"`);
});

function errorPage(text: string): string {
  const problem = Problem.parse({
    type: 'urn:gauntlet:problem:not-found',
    title: 'Not found',
    status: 404,
    detail: text,
    code: 'not-found',
    faults: [{ path: text, message: text }],
  });
  return renderErrorPage({ problem, viewer: null, now: SAMPLE_NOW });
}

function invitationPage(text: string, viewer: typeof SAMPLE_VIEWER | null = SAMPLE_VIEWER): string {
  const invitation = { teamName: text, roles: [text], email: text, invitedBy: text, expiresAt: SAMPLE_NOW };
  const model = { now: SAMPLE_NOW, token: text, username: text, fault: text, invitation };
  return renderInvitationPage({
    ...model,
    viewer: viewer && { ...viewer, username: text },
  });
}

const resetPage = (text: string) =>
  renderPasswordResetPage({ now: SAMPLE_NOW, token: text, username: text, fault: text });

/** The same pages with one text wherever a stranger's can stand. */
function pagesWith(text: string): string {
  const fields = {
    name: text,
    framework: text,
    submittedBy: text,
    tags: { [text]: text },
    failureMessage: text,
    commit: text,
    setup: text,
  };
  return [
    listPage(sampleList([fields, { ...fields, verdict: 'failed', status: 'archived' }]), { name: text }),
    executionPage(
      { ...fields, status: 'retrying' },
      sampleFailures([{ name: text, suite: [text], file: text, project: text, message: text }]),
    ),
    executionPage({ ...fields, status: 'archived', verdict: 'infrastructure', failureReason: 'group-lost' }),
    renderLogPage({
      viewer: { ...SAMPLE_VIEWER, username: text, teamName: text },
      now: SAMPLE_NOW,
      execution: sampleView(fields),
    }),
    invitationPage(text),
    invitationPage(text, null),
    resetPage(text),
    errorPage(text),
  ].join('');
}

const skeleton = (page: string) => page.replace(/="[^"]*"/g, '').replace(/>[^<]*</g, '><');
