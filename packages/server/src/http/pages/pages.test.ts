import { readFile } from 'node:fs/promises';
import { Me, Problem, SessionId } from '@gauntlet/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BASE_CSS } from '../../executions/index.ts';
import { renderAccountPage } from './account-page.ts';
import { renderDevicePage } from './device-page.ts';
import { renderErrorPage } from './error-page.ts';
import { renderInvitationPage } from './invitation-page.ts';
import { PAGE_POLICY } from './page-frame.ts';
import { renderPasswordResetPage } from './password-reset-page.ts';
import { renderSignInPage } from './sign-in-page.ts';

const ID = '01900000-0000-7000-8000-000000000001';
const NOW = '2026-01-02T03:04:05.000Z';
const VIEWER = Me.parse({
  userId: ID,
  username: 'ada',
  teamId: ID,
  teamName: 'engines',
  roles: ['admin'],
  scopes: ['read'],
  project: null,
  signedIn: { via: 'session', tokenId: null, tokenName: null, sessionId: ID },
});

describe('every page', () => {
  const pages = pagesWith('x');

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
    expect([...names].toSorted()).toEqual(['icon.svg', 'page.js', 'style.css']);
  });

  test('has the colours and parts of the HTML report: style.css begins with the same rules', async () => {
    const style = await readFile(new URL('assets/style.css', import.meta.url), 'utf8');
    const bare = (css: string) => css.replace(/\s+/g, '').replaceAll(';}', '}');
    expect(bare(style).startsWith(bare(BASE_CSS))).toBe(true);
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
    renderSignInPage({ reason }),
  );
  for (const page of pages) expect(page).toContain('gauntlet login --link');
  expect(new Set(pages).size).toBe(3);
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
  return renderErrorPage({ problem, viewer: null });
}

function invitationPage(text: string, viewer: Me | null): string {
  const invitation = { teamName: text, roles: [text], email: text, invitedBy: text, expiresAt: NOW };
  return renderInvitationPage({ token: text, username: text, fault: text, invitation, viewer });
}

function accountPage(text: string, viewer: Me): string {
  const session = {
    sessionId: SessionId.parse(ID),
    how: 'link',
    current: true,
    createdAt: NOW,
    lastUsedAt: NOW,
  } as const;
  return renderAccountPage({
    viewer,
    hasPassword: true,
    said: { kind: 'done', text },
    sessions: [{ ...session, expiresAt: NOW, address: text, userAgent: text }],
  });
}

/** The same pages with one text wherever a stranger's can stand. */
function pagesWith(text: string): string[] {
  const viewer = { ...VIEWER, username: text, teamName: text };
  const device = { userCode: text, clientName: text, address: text, askedAt: NOW, scopes: [] };
  return [
    renderSignInPage({ reason: 'needed' }),
    renderSignInPage({ reason: 'refused', message: text, username: text, next: '/' }),
    accountPage(text, viewer),
    renderDevicePage({ viewer, device: { ...device, status: 'pending' } }),
    renderDevicePage({ viewer, device: null, fault: text }),
    invitationPage(text, viewer),
    invitationPage(text, null),
    renderPasswordResetPage({ token: text, username: text, fault: text }),
    errorPage(text),
  ];
}

const skeleton = (pages: readonly string[]) =>
  pages
    .join('')
    .replace(/="[^"]*"/g, '')
    .replace(/>[^<]*</g, '><');
