/** What all routes of the server answer with: JSON, and refusals as codes with their texts. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestErrorCode } from '../../contract/errors.ts';
import { RequestError } from '../../engine/base/request-error.ts';
import { readableRefusal } from '../base/texts.ts';

/** The status of HTTP for each code of a refusal. */
export const HTTP_STATUS: Readonly<Record<RequestErrorCode, number>> = {
  unknownChannel: 404,
  invalid: 400,
  forbidden: 403,
  tooMany: 429,
  notFound: 404,
  readOnly: 409,
  needsConsent: 409,
  unavailable: 503,
  internal: 500,
};

/** The methods that only read (RFC 9110, 9.2.1). */
export const READING = ['GET', 'HEAD'] as const;

/** Refuses a request with another method. @returns whether it did */
export function refuseOtherMethod(
  { method }: IncomingMessage,
  response: ServerResponse,
  options: readonly string[],
): boolean {
  if (method !== undefined && options.includes(method)) return false;
  response.setHeader('allow', options.join(', '));
  refuse(response, 405, new RequestError('method', { options, given: method }));
  return true;
}

/** Answers with a refusal, and its text. */
export function refuse(response: ServerResponse, status: number, error: RequestError): void {
  sendJson(response, status, readableRefusal(error.toJSON()));
}

/** Answers with JSON, which no cache may keep. */
export function sendJson(response: ServerResponse, status: number, answer: unknown): void {
  // Nobody waits for the answer any more, and writing it would be an error.
  if (response.destroyed) return;
  const body = Buffer.from(JSON.stringify(answer ?? null));
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    'cache-control': 'no-store',
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
