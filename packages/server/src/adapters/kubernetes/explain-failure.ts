/**
 * Why a cluster did not answer, in our words. What it sent is never in them: a server that wants to could send
 * back the credentials it was asked with.
 */
import { OutboundError } from '@gauntlet/host/guarded-fetch';

export function explainFailure(cause: unknown): string {
  if (cause instanceof OutboundError) return `${ended(cause.message)}${adviceOf(cause)}`;
  const status = statusOf(cause);
  if (status === null)
    return 'What answers there does not speak as Kubernetes does. Check the address of the API server.';
  if (status === 401)
    return 'It does not accept the credentials (401): the token or certificate has expired, or was taken back. Give the cluster another kubeconfig.';
  if (status === 403)
    return 'It does not let these credentials ask what they may do (403). Everybody who is signed in may by default: the cluster role system:basic-user.';
  if (status === 429) return 'It is too busy to answer (429). Check it again later.';
  if (status >= 300 && status < 400)
    return `It sends the request elsewhere (${status}), which is not followed. Give the address of the API server itself.`;
  if (status >= 500) return `It answers that something is wrong with it (${status}). Check it again later.`;
  return `It answers with ${status}, which an API server of Kubernetes does not. Check its address.`;
}

export const statusOf = (cause: unknown): number | null => {
  const code = (cause as { code?: unknown } | null)?.code;
  return typeof code === 'number' ? code : null;
};

const ended = (text: string) => (text.endsWith('.') ? text : `${text}.`);

const NOT_TRUSTED = /certificate|altnames|issuer/i;

function adviceOf({ code, message }: OutboundError): string {
  if (code === 'failed' && NOT_TRUSTED.test(message))
    return ' Its certificate is not one that `certificate-authority-data` vouches for, or not for this address.';
  if (code === 'failed') return ' Check that it runs, and that this server can reach it.';
  return '';
}
