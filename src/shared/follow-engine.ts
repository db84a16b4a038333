/**
 * Follows an engine: reads the snapshot page by page, then applies every later push. The page, the tray and the command
 * line all follow an engine this way. Each keeps the state that it needs.
 */
import type { EngineClient } from '../contract/channels/engine-client.ts';
import type { Answer, Args } from '../contract/channels/index.ts';
import type { Change, Push, Snapshot, SnapshotPage } from '../contract/channels/snapshot.ts';
import type { EndpointId } from '../contract/model/units.ts';

/** Any client that has snapshots. */
export interface SnapshotClient {
  request<C extends 'app.snapshot' | 'app.snapshotPage'>(channel: C, args: Args<C>): Promise<Answer<C>>;
}

export interface FollowOptions<State> {
  readonly client: SnapshotClient & Pick<EngineClient, 'onPush'>;
  /**
   * @param snapshot contains all endpoints, from every page
   * @param before the state before a gap or a reconnect; null the first time
   */
  readonly start: (snapshot: Snapshot, before: State | null) => State;
  /**
   * @returns the state after the push; the same object: nothing changed; null: the push cannot be applied to the state
   */
  readonly apply: (state: State, push: Push) => State | null;
  /** Called after each change of the state. `push` is null after a snapshot. */
  readonly onState?: (state: State, before: State | null, push: Push | null) => void;
  /** Pushes were lost, so the state is stale. Call `sync`. */
  readonly onGap: () => void;
}

export interface EngineFollower<State> {
  /** Null until the first `sync` has ended. */
  state(): State | null;
  /**
   * Reads a snapshot and continues from it. A later call cancels an earlier one.
   * @throws what the client rejects with. Pushes are then ignored until `sync` succeeds.
   */
  sync(): Promise<void>;
  dispose(): void;
}

export function followEngine<State>(options: FollowOptions<State>): EngineFollower<State> {
  const { client, start, apply, onState, onGap } = options;
  let state: State | null = null;
  /** The number of the last push that was applied to the state. */
  let seq = 0;
  /** `buffering`: a snapshot is being read. `stale`: there is no snapshot yet, or pushes were lost. */
  let phase: 'stale' | 'buffering' | 'following' = 'stale';
  let buffered: Push[] = [];
  /** Incremented by every `sync`. */
  let round = 0;
  let disposed = false;

  function receive(push: Push): void {
    if (disposed || phase === 'stale') return;
    if (phase === 'buffering') {
      buffered.push(push);
      return;
    }
    if (push.seq <= seq || state === null) return;
    const next = push.seq === seq + 1 ? apply(state, push) : null;
    if (next === null) {
      phase = 'stale';
      onGap();
      return;
    }
    seq = push.seq;
    if (next === state) return;
    const before = state;
    state = next;
    onState?.(next, before, push);
  }

  const endPushes = client.onPush(receive);

  return {
    state: () => state,
    async sync() {
      const mine = ++round;
      const isOver = (): boolean => disposed || mine !== round;
      phase = 'buffering';
      buffered = [];
      let read: ReadSnapshot | null;
      try {
        read = await readSnapshot(client, isOver);
      } catch (error) {
        if (isOver()) return;
        phase = 'stale';
        throw error;
      }
      if (read === null) return;
      const before = state;
      state = start(read.snapshot, before);
      seq = read.snapshot.seq;
      phase = 'following';
      onState?.(state, before, null);
      for (const push of buffered) receive({ ...push, changes: read.withoutSeen(push) });
      buffered = [];
    },
    dispose() {
      disposed = true;
      endPushes();
    },
  };
}

/** Reads all endpoints of an engine once, without following it. */
export async function readWholeSnapshot(client: SnapshotClient): Promise<Snapshot> {
  const read = await readSnapshot(client, () => false);
  if (read === null) throw new TypeError('Reading the snapshot was not cancelled');
  return read.snapshot;
}

interface ReadSnapshot {
  readonly snapshot: Snapshot;
  /**
   * The changes of a push that arrived during the reading, without those that the endpoint's page already contains.
   */
  withoutSeen(push: Push): readonly Change[];
}

/** @returns null when `isOver` returned true between two pages */
async function readSnapshot(client: SnapshotClient, isOver: () => boolean): Promise<ReadSnapshot | null> {
  const first = await client.request('app.snapshot', {});
  const pages: SnapshotPage[] = [first];
  for (let { next } = first; next !== null;) {
    if (isOver()) return null;
    const page: SnapshotPage = await client.request('app.snapshotPage', { after: next });
    if (page.next !== null && !(page.next > next))
      throw new TypeError('The next page of a snapshot must begin after the previous one');
    pages.push(page);
    next = page.next;
  }
  if (isOver()) return null;
  /** For each endpoint, the number of the last push that its known state contains. */
  const seen = new Map<EndpointId, number>();
  for (const page of pages) for (const { endpoint } of page.endpoints) seen.set(endpoint.id, page.seq);
  return {
    snapshot: {
      ...first,
      endpoints: pages.flatMap(({ endpoints }) => endpoints),
      incidents: pages.flatMap(({ incidents }) => incidents),
      next: null,
    },
    withoutSeen: ({ seq, changes }) =>
      changes.filter((change) => {
        const id = endpointOf(change);
        if (id === null) return true;
        const seenAt = seen.get(id);
        // The endpoint is on no page: it is new, or it was removed before its page was read.
        if (seenAt === undefined && change.type !== 'endpoint') return false;
        if (seenAt !== undefined && seq <= seenAt) return false;
        if (change.type === 'removed') seen.delete(id);
        else seen.set(id, seenAt ?? seq - 1);
        return true;
      }),
  };
}

function endpointOf(change: Change): EndpointId | null {
  switch (change.type) {
    case 'endpoint':
      return change.view.endpoint.id;
    case 'removed':
    case 'checked':
    case 'state':
      return change.id;
    case 'incident':
      return change.incident.endpointId;
    case 'changed':
    case 'settings':
    case 'sources':
    case 'network':
    case 'notice':
    case 'notification':
    case 'sound':
    case 'health':
      return null;
  }
}
