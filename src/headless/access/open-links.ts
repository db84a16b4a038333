/**
 * Links that open the page in a browser once. A browser gets its address as an argument, which every user of the machine can
 * see in the list of processes, for as long as the browser runs. So the address must not contain the token.
 */
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { clientUsers, isOwnUser } from './client-user.ts';

const PREFIX = '/open/';
/** How long a link works: a browser that starts for the first time may take long. */
const LIFETIME_MS = 60_000;

export interface OpenLinks {
  /** A new link's path. It works once, and for one minute. */
  create(): string;
  /** Whether this is the path of a link, used up or not. */
  isLink(path: string): boolean;
  /** Uses up a link. @returns whether its client may have the token */
  use(path: string, client: Pick<Socket, 'localPort' | 'remotePort'>): Promise<boolean>;
}

/** @param usersOf see `clientUsers` */
export function createOpenLinks(usersOf = clientUsers, now: () => number = () => performance.now()): OpenLinks {
  /** When each link ends. */
  const links = new Map<string, number>();
  return {
    create() {
      const path = PREFIX + randomBytes(32).toString('base64url');
      links.set(path, now() + LIFETIME_MS);
      return path;
    },
    isLink: (path) => path.startsWith(PREFIX),
    async use(path, client) {
      if (!links.has(path)) return false;
      // Another user who was quicker does not use the link up.
      const users = await usersOf(client);
      if (users !== null && !isOwnUser(users)) return false;
      const end = links.get(path);
      links.delete(path);
      return end !== undefined && now() < end;
    },
  };
}
