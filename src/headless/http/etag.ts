/** Entity tags, by which clients learn that what they have is still current (RFC 9110, 8.8.3). */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export function etagOf(body: string | Buffer): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
}

/** Whether a client has the content with this tag already. Compares weakly with a list of tags or `*` (RFC 9110, 13.1.2). */
export function hasTag({ headers }: IncomingMessage, etag: string): boolean {
  const header = headers['if-none-match'];
  if (header === undefined) return false;
  return header.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
}
