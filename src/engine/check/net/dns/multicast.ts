/**
 * Names under `.local`, which the devices of a network answer themselves: one-shot queries of multicast DNS (RFC 6762,
 * 5.1). Answers come to the port that asked. A name that nobody has is only met with silence.
 */
import { randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import type { Interfaces } from '../address/own-addresses.ts';
import type { Ms } from '../../../../contract/model/units.ts';
import { untilAborted } from '../../../base/until-aborted.ts';
import type { Address } from '../../kind.ts';
import { decodeAnswer, encodeQuery, type Message, MessageError, type RecordType } from './message.ts';

export interface MulticastOptions {
  readonly port: number;
  /** Addresses of this machine's interfaces; for IPv6 with the zone. */
  readonly interfaces: () => readonly string[];
}

export const systemMulticast: MulticastOptions = {
  port: 5353,
  interfaces: () => outsideAddresses(networkInterfaces(), process.platform),
};

const GROUPS = { 4: '224.0.0.251', 6: 'ff02::fb' } as const;
/** A machine with containers has an interface for each of them. */
const MAX_INTERFACES = 16;
/** Link-local messages carry the highest hop limit (RFC 6762, 11). */
const HOPS = 255;
/** The first wait before the question is sent again; each further wait is twice as long (RFC 6762, 5.2). */
const FIRST_WAIT_MS: Ms = 1_000;
/** How long the other type may still take, as in `query.ts`: most devices answer both at the same time. */
const RESOLUTION_DELAY_MS: Ms = 50;

/**
 * Asks on every interface until an answer comes or the signal is aborted.
 * @param name under `.local`, for which `isDnsName` is true
 * @returns IPv6 addresses first; link-local ones with the zone of the interface on which they are
 * @throws the signal's reason
 */
export function askNeighbours(
  name: string,
  types: readonly RecordType[],
  { port, interfaces }: MulticastOptions,
  signal: AbortSignal,
): Promise<readonly Address[]> {
  return untilAborted(signal, (resolve) => {
    const id = randomInt(1, 0x10000);
    const messages = types.map((type) => encodeQuery(id, { name, type }, false));
    const found = new Map<string, Address>();
    let resend: NodeJS.Timeout | undefined;
    let delay: NodeJS.Timeout | undefined;

    function end(): void {
      clearTimeout(resend);
      clearTimeout(delay);
      for (const link of links) link.close();
    }

    function settle(): void {
      end();
      resolve([...found.values()].toSorted((a, b) => b.family - a.family));
    }

    function received(bytes: Buffer, zone: string): void {
      const answer = readAnswer(bytes, id, name);
      for (const { address, family } of answer?.addresses ?? []) {
        const zoned = /^fe[89ab]/u.test(address) ? `${address}%${zone}` : address;
        if (types.includes(family === 4 ? 'A' : 'AAAA')) found.set(zoned, { address: zoned, family });
      }
      if (found.size === 0) return;
      const families = new Set([...found.values()].map(({ family }) => family));
      if (families.size === types.length) settle();
      else delay ??= setTimeout(settle, RESOLUTION_DELAY_MS);
    }

    const links = interfaces()
      .slice(0, MAX_INTERFACES)
      .map((address) => openLink(address, port, messages, (bytes) => received(bytes, zoneOf(address))));

    function sendAgainAfter(wait: Ms): void {
      resend = setTimeout(() => {
        for (const link of links) link.send();
        sendAgainAfter(wait * 2);
      }, wait);
    }
    sendAgainAfter(FIRST_WAIT_MS);
    return end;
  });
}

/** Null: not an answer to this question. */
function readAnswer(bytes: Buffer, id: number, name: string): Message | null {
  try {
    const message = decodeAnswer(bytes);
    // An answer to a one-shot query repeats its id and its question (RFC 6762, 6.7).
    return message.id === id && (message.question === null || message.question.name === name) ? message : null;
  } catch (error) {
    if (error instanceof MessageError) return null;
    throw error;
  }
}

interface Link {
  /** Sends again what was sent as soon as the socket was ready. */
  send(): void;
  close(): void;
}

/** A socket on one interface. An interface on which nothing can be sent is silent, like one without neighbours. */
function openLink(
  address: string,
  port: number,
  messages: readonly Buffer[],
  onMessage: (bytes: Buffer) => void,
): Link {
  const family = address.includes(':') ? 6 : 4;
  const socket: Socket = createSocket({
    type: family === 6 ? 'udp6' : 'udp4',
    lookup: (host, _, found) => found(null, host, family),
  });
  let state: 'opening' | 'open' | 'closed' = 'opening';

  function close(): void {
    if (state === 'closed') return;
    state = 'closed';
    socket.close();
  }

  function send(): void {
    if (state !== 'open') return;
    for (const message of messages) socket.send(message, port, GROUPS[family], (error) => error && close());
  }

  socket.on('error', close);
  socket.on('message', onMessage);
  socket.bind({ address, port: 0 }, () => {
    if (state === 'closed') return;
    try {
      socket.setMulticastInterface(family === 6 ? `::%${zoneOf(address)}` : address);
      socket.setMulticastTTL(HOPS);
    } catch {
      close();
      return;
    }
    state = 'open';
    send();
  });
  return { send, close };
}

/** The part after `%`; Windows has numbers there, other systems the name of the interface. */
function zoneOf(address: string): string {
  return address.split('%')[1] ?? '';
}

/** Each interface once per family; IPv6 by its link-local address, which is where multicast DNS happens. */
export function outsideAddresses(interfaces: Interfaces, platform: NodeJS.Platform): readonly string[] {
  return Object.entries(interfaces).flatMap(([name, addresses = []]) => {
    const outside = addresses.filter(({ internal }) => !internal);
    const four = outside.find(({ family }) => family === 'IPv4');
    const six = outside.find((one) => one.family === 'IPv6' && /^fe[89ab]/iu.test(one.address));
    const found = four === undefined ? [] : [four.address];
    return six === undefined ? found : [...found, `${six.address}%${platform === 'win32' ? six.scopeid : name}`];
  });
}
