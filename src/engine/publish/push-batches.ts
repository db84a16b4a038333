import { PUSHES_PER_SECOND, PUSH_BURST, PUSH_BYTES, type Change, type Push } from '../../contract/channels/snapshot.ts';
import type { Ports, Timer } from '../ports.ts';

const PERIOD_MS = 1000 / PUSHES_PER_SECOND;
/** What a push holds besides its changes: seq, time, brackets. */
const ENVELOPE_BYTES = 100;
/** Changes of most types are far smaller than this; a batch of so few is not measured. */
const FEW = 40;

/**
 * Gathers changes and hands them on in numbered pushes, at most `PUSHES_PER_SECOND` times a second, `PUSH_BURST` at once
 * after a rest. What is replaced by a later change of the same thing is left out; a check is never left out.
 */
export interface PushBatches {
  add(change: Change): void;
  /** Hands on at once what is gathered. After it, `seq` stands for everything that was added. */
  flush(): void;
  /** The number of the last push. */
  readonly seq: number;
  onPush(listener: (push: Push) => void): () => void;
  stop(): void;
}

export function createPushBatches(ports: Pick<Ports, 'clock' | 'timers' | 'log'>): PushBatches {
  const listeners = new Set<(push: Push) => void>();
  /** In order; a change that can be replaced is kept under its key. */
  const gathered = new Map<string, Change>();
  let unkeyed = 0;
  let seq = 0;
  let timer: Timer | null = null;
  /** The next push goes no sooner, on the monotonic clock. */
  let earliest = -Infinity;
  let stopped = false;

  function flush(): void {
    if (timer !== null) ports.timers.clear(timer);
    timer = null;
    if (gathered.size === 0) return;
    const now = ports.clock.mono();
    // At a low pace, a change that waits for a timer is late, and wakes the process once more: hence the burst.
    // What was flushed for snapshots is no debt of those that come after.
    earliest = Math.min(Math.max(earliest, now - (PUSH_BURST - 1) * PERIOD_MS), now) + PERIOD_MS;
    const changes = [...gathered.values()];
    gathered.clear();
    for (const batch of split(changes)) {
      seq++;
      const push: Push = { seq, at: ports.clock.now(), changes: batch };
      for (const listener of listeners) {
        try {
          listener(push);
        } catch (error) {
          // One page that cannot take a push must not cost the others theirs.
          ports.log('error', 'A listener for pushes failed', { error });
        }
      }
    }
  }

  return {
    add(change) {
      if (stopped) return;
      const key = keyOf(change) ?? `#${unkeyed++}`;
      // Later in order as well: a removal must not overtake what came before it.
      gathered.delete(key);
      gathered.set(key, change);
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

/** Changes with one key replace each other; null: never replaced. */
function keyOf(change: Change): string | null {
  switch (change.type) {
    case 'checked':
    case 'notification':
      return null;
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
    case 'settings':
    case 'network':
    case 'health':
      return change.type;
  }
}

/** Cuts changes into batches that stay under `PUSH_BYTES` as JSON; a single change over that goes alone. */
export function split(changes: readonly Change[]): Change[][] {
  if (changes.length <= FEW && changes.every((change) => change.type !== 'endpoint' && change.type !== 'incident')) {
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
