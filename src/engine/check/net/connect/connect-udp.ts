/** UDP sockets that communicate with one address only (phase `dns`). */
import { createSocket, type Socket } from 'node:dgram';
import { toFamily, type Family } from '../address/family.ts';
import { untilAborted } from '../../../base/until-aborted.ts';
import { formatAddress } from '../address/format-address.ts';
import type { Probe } from '../probe/probe.ts';

export interface UdpTarget {
  readonly host: string;
  readonly port: number;
  readonly family: Family;
}

/**
 * Resolves the name and makes a socket that is connected to the first address: datagrams of others are dropped, and the
 * system reports a port where nothing listens as ECONNREFUSED. The socket belongs to the caller, who closes it.
 * @throws FailureError `dns.*`, system errors, or the signal's reason
 */
export async function connectUdp(probe: Probe, { host, port, family }: UdpTarget): Promise<Socket> {
  const { signal, watch, details } = probe;
  watch.enter('dns');
  const addresses = await probe.resolver.resolve(host, toFamily(family), signal, (ms) => watch.exclude(ms));
  const [address] = addresses;
  if (address === undefined) throw new TypeError('The resolver returned no address');
  signal.throwIfAborted();
  const socket = createSocket(address.family === 6 ? 'udp6' : 'udp4');
  try {
    await untilAborted<void>(signal, (resolve, reject) => {
      socket.once('error', reject);
      socket.connect(port, address.address, () => {
        socket.off('error', reject);
        resolve();
      });
      return () => {};
    });
  } catch (error) {
    socket.on('error', () => {}).close();
    throw error;
  }
  details.remoteAddress = formatAddress(address.address, port);
  return socket;
}
