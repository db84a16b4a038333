import type { EndpointId } from '../../contract/model/units.ts';
import type { EngineContext, Signal } from '../check/kind.ts';
import type { Clock } from '../ports.ts';
import type { Monitor } from './monitor.ts';

/** A signal as it arrives, without its time. */
export type SignalInput = Omit<Signal, 'at'>;

/** The most characters of a message and of a run id that are kept. */
const MESSAGE_CHARACTERS = 1_000;
const RUN_CHARACTERS = 100;

export interface SignalInboxOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly registry: Iterable<Monitor>;
  readonly checkNow: (id: EndpointId) => void;
}

/**
 * Receives the signals of watched jobs and keeps the last one of each type. The check that a signal starts writes it into the
 * history, from where it comes back after a restart.
 */
export class SignalInbox {
  readonly #options: SignalInboxOptions;
  readonly #last = new Map<EndpointId, Partial<Record<Signal['type'], Signal>>>();

  constructor(options: SignalInboxOptions) {
    this.#options = options;
  }

  /** @returns false: no endpoint has this key */
  receive(key: string, { message, run, ...signal }: SignalInput): boolean {
    const { clock, registry, checkNow } = this.#options;
    const receivers = [...registry].filter((monitor) => keyOf(monitor) === key);
    const at = clock.now();
    const kept = { ...signal, at, message: message.slice(0, MESSAGE_CHARACTERS), run: run.slice(0, RUN_CHARACTERS) };
    for (const { endpoint } of receivers) {
      this.#last.set(endpoint.id, { ...this.#last.get(endpoint.id), [signal.type]: kept });
      checkNow(endpoint.id);
    }
    return receivers.length > 0;
  }

  /** What a check of the endpoint gets; nothing if its kind takes no signals. */
  contextFor(monitor: Monitor): Pick<EngineContext, 'signals'> {
    const key = keyOf(monitor);
    if (key === null) return {};
    const last = this.#last.get(monitor.endpoint.id) ?? {};
    return { signals: { key, now: () => this.#options.clock.now(), last, previous: monitor.lastDetails } };
  }

  remove(id: EndpointId): void {
    this.#last.delete(id);
  }
}

/** Null: the kind takes no signals. */
function keyOf({ kind, endpoint }: Monitor): string | null {
  const key = kind.signalKey?.(endpoint.config);
  if (key === undefined) return null;
  return key === '' ? endpoint.id : key;
}
