import { PUSHES_PER_SECOND, PUSH_BURST, PUSH_BYTES, type Change, type Push } from '../../contract/channels/snapshot.ts';
import type { Ports, Timer } from '../ports.ts';

const PERIOD_MS = 1000 / PUSHES_PER_SECOND;
/** The bytes of a push without its changes: seq, time, brackets. */
const ENVELOPE_BYTES = 100;
/**
 * A batch with at most this many changes is not measured, because changes of most types are far smaller than the limit
 * allows.
 */
const FEW = 40;

/**
 * Collects changes and pushes them in numbered batches: at most `PUSHES_PER_SECOND` per second, and up to `PUSH_BURST`
 * at once after a quiet time. A change that a later change of the same thing replaces is left out. A check is never
 * left out.
 */
export interface PushBatches {
  add(change: Change): void;
  /** Pushes the collected changes at once. Afterwards `seq` covers everything that was added. */
  flush(): void;
  /** The number of the last push. */
  readonly seq: number;
  onPush(listener: (push: Push) => void): () => void;
  stop(): void;
}

export function createPushBatches(ports: Pick<Ports, 'clock' | 'timers' | 'log'>): PushBatches {
  const listeners = new Set<(push: Push) => void>();
  /** In order. A change that can be replaced is stored under its key. */
  const collected = new Map<string, Change>();
  let unkeyed = 0;
  let seq = 0;
  let timer: Timer | null = null;
  /** The earliest time of the next push, on the monotonic clock. */
  let earliest = -Infinity;
  let stopped = false;

  function flush(): void {
    if (timer !== null) ports.timers.clear(timer);
    timer = null;
    if (collected.size === 0) return;
    const now = ports.clock.mono();
    // When changes are rare, waiting for a timer would delay them and wake the process once more: hence the burst.
    // A flush for a snapshot does not delay the pushes that follow.
    earliest = Math.min(Math.max(earliest, now - (PUSH_BURST - 1) * PERIOD_MS), now) + PERIOD_MS;
    const changes = [...collected.values()];
    collected.clear();
    for (const batch of split(changes)) {
      seq++;
      const push: Push = { seq, at: ports.clock.now(), changes: batch };
      for (const listener of listeners) {
        try {
          listener(push);
        } catch (error) {
          // A page that cannot take a push must not affect the other pages.
          ports.log('error', 'A listener for pushes failed', { error });
        }
      }
    }
  }

  return {
    add(change) {
      if (stopped) return;
      const key = keyOf(change) ?? `#${unkeyed++}`;
      // The replacement moves to the end: a removal must not overtake the changes before it.
      collected.delete(key);
      collected.set(key, change);
      if (timer === null) {
        timer = ports.timers.set(flush, Math.max(0, earliest - ports.clock.mono()));
      }
    },
    flush,
    get seq() {
      return seq;
    },
    onPush(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      flush();
      stopped = true;
    },
  };
}

/** Changes with the same key replace each other; null: the change is never replaced. */
function keyOf(change: Change): string | null {
  switch (change.type) {
    case 'checked':
    case 'notification':
      return null;
    case 'sound':
      return `sound ${change.sound.id}`;
    case 'endpoint':
      return `endpoint ${change.view.endpoint.id}`;
    case 'removed':
      return `endpoint ${change.id}`;
    case 'state':
      return `state ${change.id}`;
    case 'incident':
      return `incident ${change.incident.id}`;
    case 'notice':
      return `notice ${change.notice.id}`;
    case 'changed':
      return `changed ${change.what} ${change.source ?? ''}`;
    case 'settings':
    case 'sources':
    case 'network':
    case 'health':
      return change.type;
  }
}

/** Changes that may be kilobytes long. */
const LARGE: ReadonlySet<Change['type']> = new Set(['endpoint', 'incident']);

/** Splits changes into batches under `PUSH_BYTES` of JSON. A single larger change gets its own batch. */
export function split(changes: readonly Change[]): Change[][] {
  if (changes.length <= FEW && changes.every((change) => !LARGE.has(change.type))) {
    return [[...changes]];
  }
  const batches: Change[][] = [];
  let batch: Change[] = [];
  let bytes = ENVELOPE_BYTES;
  for (const change of changes) {
    const size = Buffer.byteLength(JSON.stringify(change)) + 1;
    if (batch.length > 0 && bytes + size > PUSH_BYTES) {
      batches.push(batch);
      batch = [];
      bytes = ENVELOPE_BYTES;
    }
    batch.push(change);
    bytes += size;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
