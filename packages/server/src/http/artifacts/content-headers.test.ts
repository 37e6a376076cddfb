import { describe, expect, it } from 'vitest';
import { contentHeaders } from './content-headers.ts';

const artifact = {
  type: 'file',
  name: 'shots/a.png',
  contentType: 'image/png',
  groupIndex: 0,
  checksum: 'sha256:ab',
  encoding: 'identity',
} as const;

describe('what a browser may do with an artifact', () => {
  it('pictures and plain text are shown, in a sandbox without scripts', () => {
    const headers = contentHeaders(artifact);
    expect(headers['content-disposition']).toBe(`inline; filename="a.png"; filename*=UTF-8''a.png`);
    expect(headers['content-security-policy']).toMatch(/^sandbox; default-src 'none';/);
    expect(headers['content-security-policy']).not.toContain('allow-');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('videos play: outside a sandbox, but nothing else is loaded or run', () => {
    const policy =
      contentHeaders({ ...artifact, contentType: 'video/webm' })['content-security-policy'] ?? '';
    expect(policy).toMatch(/^default-src 'none';.*media-src 'self'$/);
    expect(policy).not.toContain('script');
    expect(
      contentHeaders({ ...artifact, contentType: 'video/x-anything' })['content-security-policy'],
    ).toMatch(/^sandbox;/);
  });

  it.each(['text/html', 'image/svg+xml', 'application/xml', 'application/javascript', 'application/pdf'])(
    'a %s of a test is saved, not shown',
    (contentType) => {
      expect(contentHeaders({ ...artifact, contentType })['content-disposition']).toMatch(/^attachment;/);
    },
  );

  it('a page of a test is shown in a frame of ours: nothing runs, and nothing is fetched from elsewhere', () => {
    const page = contentHeaders({ ...artifact, contentType: 'text/html; charset=utf-8' }, 'framed');
    expect(page['content-disposition']).toBe('inline');
    expect(page['content-security-policy']).toMatch(/^sandbox; default-src 'none';.*frame-ancestors 'self'$/);
    expect(page['content-security-policy']).not.toMatch(/allow-|script|https?:|\*/);
    const picture = contentHeaders({ ...artifact, contentType: 'image/svg+xml' }, 'framed');
    expect(picture['content-disposition']).toMatch(/^attachment;/);
    const report = { ...artifact, type: 'html-report', contentType: 'text/html', groupIndex: null } as const;
    expect(contentHeaders(report, 'framed')).toEqual(contentHeaders(report));
  });

  it('the report of the server runs its script, without our origin', () => {
    const report = {
      ...artifact,
      type: 'html-report',
      contentType: 'text/html; charset=utf-8',
      groupIndex: null,
    } as const;
    const policy = contentHeaders(report)['content-security-policy'] ?? '';
    expect(policy).toMatch(/^sandbox allow-scripts /);
    expect(policy).not.toContain('allow-same-origin');
    expect(contentHeaders(report)['content-disposition']).toMatch(/^inline;/);
    const claimed = contentHeaders({ ...report, groupIndex: 0 });
    expect(claimed['content-disposition']).toMatch(/^attachment;/);
    expect(claimed['content-security-policy']).not.toContain('allow-scripts');
  });

  it('nobody frames a file of a test, and our own pages alone frame the report', () => {
    const report = { ...artifact, type: 'html-report', contentType: 'text/html', groupIndex: null } as const;
    for (const [shown, framers, older] of [
      [artifact, "'none'", 'DENY'],
      [{ ...artifact, contentType: 'video/webm' }, "'none'", 'DENY'],
      [{ ...report, groupIndex: 0 }, "'none'", 'DENY'],
      [report, "'self'", 'SAMEORIGIN'],
    ] as const) {
      const headers = contentHeaders(shown);
      expect(headers['content-security-policy']).toContain(`frame-ancestors ${framers}`);
      expect(headers['x-frame-options']).toBe(older);
    }
  });

  it('names and types of tests end no header', () => {
    const hostile = contentHeaders({
      ...artifact,
      name: 'x/\r\nset-cookie: a="b"; \u202egnp\ud800.png',
      contentType: 'text/html\r\nx: y',
    });
    for (const value of Object.values(hostile)) expect(value).toMatch(/^[\x20-\x7e]*$/);
    expect(hostile['content-type']).toBe('application/octet-stream');
    expect(contentHeaders({ ...artifact, name: '///' })['content-disposition']).toContain(
      'filename="artifact"',
    );
    expect(contentHeaders({ ...artifact, name: "résumé (1)'s.txt" })['content-disposition']).toBe(
      `inline; filename="r_sum_ (1)_s.txt"; filename*=UTF-8''r%C3%A9sum%C3%A9%20%281%29%27s.txt`,
    );
  });
});
