/** Whether this machine has a network, according to the system and to hosts that answered before. */
import { getServers } from 'node:dns';
import { connect, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { OfflineReason } from '../../contract/model/notices.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import type { Clock, Connectivity, Log } from '../ports.ts';

/** An answer is reused for this long, so a thousand endpoints that fail together ask once. */
const FRESH_MS = 3000;
/** Another host that answered within this time proves that there is a network. */
const PROOF_MS = 5000;
/** A network that comes back still counts as missing for this long, unless a host answers: routes and resolvers are ready later than addresses. */
const SETTLE_MS = 5000;
const PROBE_TIMEOUT_MS = 1500;
/** References are asked this often while endpoints answer, so that their silence is evidence later. */
const LEARN_EVERY_MS = 300_000;

/** On both clocks: the monotonic one stands still while the machine sleeps, and the wall clock can be set. */
interface Moment {
  readonly mono: Ms;
  readonly wall: EpochMs;
}

const NEVER: Moment = { mono: -Infinity, wall: -Infinity };

/** Whether a moment is longer ago on one of the clocks. An answer from before sleep proves nothing. */
function isOlder(then: Moment, now: Moment, ms: Ms): boolean {
  return now.mono - then.mono > ms || now.wall - then.wall > ms;
}

export interface ConnectivityOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Addresses of this machine's interfaces; for tests. */
  readonly interfaces?: () => readonly { readonly address: string; readonly internal: boolean }[];
  /** The references to ask, as `[address, port]`. Default: this machine's resolvers, on port 53. */
  readonly references?: () => readonly (readonly [string, number])[];
  /** Whether a host at that address answers over TCP. Default: tries to connect, for 1.5 s. */
  readonly reach?: (address: string, port: number) => Promise<boolean>;
}

/**
 * Reports offline only on evidence: no interface has a usable address, or every reference that answered before is silent now and
 * no other host has answered in the last seconds. A reference that never answered proves nothing, so a network that blocks
 * references never hides an outage. Only this machine's own resolvers are asked.
 */
export function createConnectivity(options: ConnectivityOptions): Connectivity {
  const { clock } = options;
  const interfaces = options.interfaces ?? systemInterfaces;
  const references = options.references ?? systemReferences;
  const reach = options.reach ?? canReach;
  const known = new Set<string>();
  const lastAnswer = { host: '', at: NEVER };
  let asked: { readonly at: Moment; readonly why: Promise<OfflineReason | null> } | null = null;
  let missingAt = -Infinity;
  let learnedAt = -Infinity;

  /** Also true when the system cannot tell, for example because this process may not open another file. */
  function hasAddress(): boolean {
    try {
      return interfaces().some(({ address, internal }) => !internal && !isLinkLocal(address));
    } catch (error) {
      options.log('warn', 'Could not read the network interfaces', { error });
      return true;
    }
  }

  async function ask(): Promise<OfflineReason | null> {
    const answers = await Promise.all(
      references().map(async ([address, port]) => {
        const key = `${address}:${port}`;
        const answered = await reach(address, port);
        const before = known.has(key);
        if (answered) known.add(key);
        return { answered, before };
      }),
    );
    if (answers.some(({ answered }) => answered)) {
      missingAt = -Infinity;
      return null;
    }
    return answers.some(({ before }) => before) ? 'silent' : null;
  }

  const moment = (): Moment => ({ mono: clock.mono(), wall: clock.now() });

  function askOnce(now: Moment): Promise<OfflineReason | null> {
    if (asked === null || isOlder(asked.at, now, FRESH_MS)) {
      const why = ask().catch((error: unknown) => {
        options.log('warn', 'Could not find out whether this machine is online', { error });
        return null;
      });
      asked = { at: now, why };
    }
    return asked.why;
  }

  return {
    whyOffline(host) {
      if (isThisMachine(host)) return Promise.resolve(null);
      const now = moment();
      // Read each time (about 50 µs).
      if (!hasAddress()) {
        missingAt = now.mono;
        // Earlier answers prove nothing once the network is gone.
        lastAnswer.at = NEVER;
        asked = null;
        return Promise.resolve('noAddress');
      }
      if (lastAnswer.host !== host && !isOlder(lastAnswer.at, now, PROOF_MS)) return Promise.resolve(null);
      // A check that failed while the network was missing may ask only when the address is back.
      return askOnce(now).then((reason) => reason ?? (now.mono - missingAt < SETTLE_MS ? 'noAddress' : null));
    },
    answered(host) {
      if (isThisMachine(host)) return;
      const now = moment();
      lastAnswer.host = host;
      lastAnswer.at = now;
      missingAt = -Infinity;
      // The network works, so this is the time to learn which references answer. `askOnce` never rejects.
      if (now.mono - learnedAt > LEARN_EVERY_MS) {
        learnedAt = now.mono;
        void askOnce(now);
      }
    },
  };
}

/** True for names and addresses that never leave this machine (RFC 6761, RFC 1122, RFC 4291). */
export function isThisMachine(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  // The cheap comparison comes first: this is asked in each check.
  return (name.startsWith('127.') && isIP(name) === 4) || name === '::1' || name.startsWith('::ffff:127.');
}

function isLinkLocal(address: string): boolean {
  return address.startsWith('169.254.') || /^fe[89ab]/i.test(address);
}

function systemInterfaces(): { address: string; internal: boolean }[] {
  return Object.values(networkInterfaces()).flatMap((list) => list ?? []);
}

function systemReferences(): [string, number][] {
  return getServers()
    .map((server) => server.replace(/^\[(.*)\](?::\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1'))
    .filter((address) => isIP(address) !== 0 && !isThisMachine(address))
    .slice(0, 3)
    .map((address) => [address, 53]);
}

/** A refused connection counts as an answer: a host at that address sent it. */
function canReach(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: PROBE_TIMEOUT_MS });
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code === 'ECONNREFUSED'));
  });
}
