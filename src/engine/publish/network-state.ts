import type { Network } from '../../contract/model/notices.ts';
import type { Log } from '../ports.ts';

export interface NetworkStateOptions {
  readonly log: Log;
  readonly onChange: (network: Network) => void;
}

/** Whether this machine has a network. It counts as online until a check or the connectivity test finds otherwise. */
export interface NetworkState {
  get(): Network;
  set(next: Network): void;
}

export function createNetworkState({ log, onChange }: NetworkStateOptions): NetworkState {
  let network: Network = { online: true, reason: null };
  return {
    get: () => network,
    set(next) {
      if (network.online === next.online) return;
      network = next;
      log('info', next.online ? 'This machine is online again' : 'This machine is offline', { reason: next.reason });
      onChange(next);
    },
  };
}
