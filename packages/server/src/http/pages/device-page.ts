/** `/device`: a program asks to act as whoever is signed in here. */
import type { Me, Scope } from '@gauntlet/contract';
import { html, type Markup } from '../../executions/index.ts';
import type { DeviceStatus } from '../../identity/index.ts';
import { renderFrame } from './page-frame.ts';

export type DevicePageModel = {
  viewer: Me;
  /** Null: no code was given, or one that names nothing. */
  device: {
    userCode: string;
    clientName: string;
    address: string | null;
    askedAt: string;
    status: DeviceStatus;
    scopes: readonly Scope[];
  } | null;
  fault?: string;
};

type Device = NonNullable<DevicePageModel['device']>;

export function renderDevicePage({ viewer, device, fault }: DevicePageModel): string {
  const content = device ? renderDevice(device, viewer) : renderForm(fault);
  return renderFrame(
    { title: 'Sign in a program', viewer },
    html`<section class="panel lesson" data-live="device"><h1>Sign in a program</h1>${content}</section>`,
  );
}

const renderForm = (fault: string | undefined): Markup =>
  html`${fault && html`<p role="alert">${fault}</p>`}<p>Type the code that the program shows.</p><form method="get" action="/device"><label>Code <input name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20" placeholder="XXXX-XXXX" required></label> <button type="submit" class="main">Go on</button></form>`;

const ENDED: Record<Exclude<DeviceStatus, 'pending'>, string> = {
  approved: 'Approved. Go back to the program: it goes on by itself in a few seconds.',
  redeemed: 'Approved, and the program is signed in. You can revoke its token at any time.',
  refused: 'Refused. The program was told, and got nothing.',
};

function renderDevice(device: Device, viewer: Me): Markup {
  const { userCode, clientName, address, askedAt, scopes, status } = device;
  return html`<p><strong><bdi>${clientName}</bdi></strong> asks to act as <bdi>${viewer.username}</bdi>.</p><dl class="facts"><dt>Code</dt><dd><strong class="number">${userCode}</strong></dd><dt>Asked from</dt><dd>${address ?? 'an unknown address'}</dd><dt>Asked at</dt><dd><time datetime="${askedAt}">${askedAt}</time></dd><dt>It may then</dt><dd>${scopes.join(', ') || 'nothing'}</dd></dl>${status === 'pending' ? renderChoice(userCode) : html`<p role="status">${ENDED[status]}</p>`}`;
}

function renderChoice(userCode: string): Markup {
  const body = JSON.stringify({ userCode });
  return html`<p>Approve only if you started this yourself, just now, and the program shows this very code. Whoever sends you a link to this page would act in your name.</p><p id="said" role="alert" hidden></p><div class="actions"><button type="button" class="main" data-post="/api/v1/auth/device/approve" data-body="${body}">Approve</button> <button type="button" data-post="/api/v1/auth/device/refuse" data-body="${body}">Refuse</button></div>`;
}
