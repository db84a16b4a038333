/** Decides who may read `/probe` and `/metrics`: clients with a token, or with an address that a rule allows. */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { allows } from '../../engine/access/api-tokens.ts';
import { bearerToken, sameToken, type Guard } from './guard.ts';
import { readNetworks } from '../arguments/networks.ts';

export interface ScrapeOptions {
  /** Null: only other tokens give access. */
  readonly token: string | null;
  /** Addresses and networks such as `192.0.2.0/24`. Requests from there need no token. */
  readonly from: readonly string[];
}

/** Only clients with the token of `serve` have access. */
export const NO_SCRAPE: ScrapeOptions = { token: null, from: [] };

/** Decides about a request. */
export type ScrapeAccess = (request: IncomingMessage) => boolean;

/**
 * `/probe` checks any target, so a foreign page in a person's browser must not be able to use it. Such a page does not
 * know a token. Where the address of the client is enough, the request must name this server by its address, and must
 * not come from another site.
 */
export function createScrapeAccess(
  { token, from }: ScrapeOptions,
  guard: Pick<Guard, 'callerOf' | 'isOurHost' | 'isOurOrigin'>,
): ScrapeAccess {
  const allowed = from.length === 0 ? null : readNetworks(from);
  return ({ headers, socket, url = '' }) => {
    const given = bearerToken(headers.authorization);
    const caller = guard.callerOf(given);
    // A probe sends requests to another host.
    if (caller !== null) return allows(caller, url.startsWith('/probe') ? 'operate' : 'read');
    if (token !== null && sameToken(given, token)) return true;
    if (allowed === null || socket.remoteAddress === undefined) return false;
    const site = headers['sec-fetch-site'] ?? 'none';
    const isForeign = !guard.isOurHost(headers.host) || !guard.isOurOrigin(headers.origin, headers.host);
    if (isForeign || (site !== 'none' && site !== 'same-origin')) return false;
    // A server on `::` sees IPv4 addresses as `::ffff:192.0.2.1`.
    const address = socket.remoteAddress.replace(/^::ffff:(?=\d+\.)/iu, '').replace(/%.*$/u, '');
    return allowed.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  };
}
