import { describe, expect, it } from 'vitest';
import { PUSH_BYTES, type Change, type Push } from '../../contract/channels/snapshot.ts';
import { createFakePorts } from '../testing/fake-ports.ts';
import { createPushBatches, split } from './push-batches.ts';

const notice = (id: string, problem = ''): Change => ({
  type: 'notice',
  notice: { id, level: 'info', code: 'log.lost', params: { problem }, active: true },
});
const notification = (tag: string): Change => ({
  type: 'notification',
  notification: { tag, code: 'app.inTray', endpointId: null, kind: 'problem' },
});
const state = (id: string, failing = 0): Change => ({
  type: 'state',
  id,
  state: { status: 'up', since: 0, failing, nextAt: null, last: null, uptime24h: null },
});

function setUp() {
  const ports = createFakePorts();
  const pushBatches = createPushBatches(ports);
  const pushes: Push[] = [];
  pushBatches.onPush((push) => pushes.push(push));
  return { ports, pushBatches, pushes };
}

describe('push batches', () => {
  it('pushes ten times a second, two more after a quiet time, numbered without a gap, and loses only replaced changes', async () => {
    const { ports, pushBatches, pushes } = setUp();
    for (let i = 0; i < 1000; i++) {
      pushBatches.add(notification(String(i)));
      await ports.time.advance(2);
    }
    await ports.time.advance(100);
    expect(pushes.length).toBeLessThanOrEqual(23);
    expect(pushes.map(({ seq }) => seq)).toEqual(pushes.map((_, n) => n + 1));
    expect(pushes.flatMap(({ changes }) => changes).length).toBe(1000);
  });

  it('pushes three changes at once after a quiet time, and the next one a period later', async () => {
    const { ports, pushBatches, pushes } = setUp();
    for (const id of ['a', 'b', 'c', 'd']) {
      pushBatches.add(state(id));
      await ports.time.advance(0);
    }
    expect(pushes.length).toBe(3);
    await ports.time.advance(99);
    expect(pushes.length).toBe(3);
    await ports.time.advance(1);
    expect(pushes.length).toBe(4);
  });

  it('pushes again within a period, however often it was flushed', async () => {
    const { ports, pushBatches, pushes } = setUp();
    for (let i = 0; i < 50; i++) {
      pushBatches.add(state('a', i));
      pushBatches.flush();
    }
    pushBatches.add(state('b'));
    await ports.time.advance(100);
    expect(pushes.length).toBe(51);
  });

  it('leaves out changes that a later one replaces, and keeps the order', async () => {
    const { ports, pushBatches, pushes } = setUp();
    pushBatches.add(state('a', 1));
    pushBatches.add(notification('n'));
    pushBatches.add(state('b', 1));
    pushBatches.add(state('a', 2));
    await ports.time.advance(100);
    expect(pushes.map(({ changes }) => changes)).toEqual([[notification('n'), state('b', 1), state('a', 2)]]);
  });

  it('never leaves out a check, though its endpoint had another before', async () => {
    const { ports, pushBatches, pushes } = setUp();
    const checks = [1, 2, 3].map((at) => ({ type: 'checked', id: 'a', check: { at } }) as unknown as Change);
    for (const check of checks) pushBatches.add(check);
    await ports.time.advance(100);
    expect(pushes.flatMap(({ changes }) => changes)).toEqual(checks);
  });

  it('pushes what it has collected when it stops, and nothing afterwards', async () => {
    const { ports, pushBatches, pushes } = setUp();
    // The quiet time before lets three through at once.
    for (const id of ['a', 'b', 'c', 'd']) {
      pushBatches.add(state(id));
      await ports.time.advance(0);
    }
    expect(pushes).toHaveLength(3);
    pushBatches.stop();
    expect(pushes.flatMap(({ changes }) => changes)).toHaveLength(4);
    pushBatches.add(state('e'));
    await ports.time.advance(1_000);
    expect([pushes.length, ports.time.pending]).toEqual([4, 0]);
  });

  it('pushes at once when flushed, so that a snapshot contains everything added before', () => {
    const { pushBatches, pushes } = setUp();
    pushBatches.flush();
    expect(pushBatches.seq).toBe(0);
    pushBatches.add(state('a'));
    pushBatches.flush();
    expect(pushBatches.seq).toBe(1);
    expect(pushes.length).toBe(1);
  });

  it('calls the other listeners when one throws', async () => {
    const { ports, pushBatches, pushes } = setUp();
    pushBatches.onPush(() => {
      throw new Error('gone');
    });
    const later: Push[] = [];
    pushBatches.onPush((push) => later.push(push));
    pushBatches.add(state('a'));
    await ports.time.advance(100);
    expect(pushes.length).toBe(1);
    expect(later.length).toBe(1);
    expect(ports.lines.map(({ level }) => level)).toEqual(['error']);
  });

  it('keeps every push under its limit in bytes, also with multi-byte characters', () => {
    const changes = Array.from({ length: 200 }, (_, n) => notice(String(n), '€'.repeat(1000)));
    const batches = split(changes);
    expect(batches.flat()).toEqual(changes);
    expect(batches.length).toBeGreaterThan(9);
    for (const batch of batches) {
      expect(Buffer.byteLength(JSON.stringify({ seq: 1e9, at: Date.now(), changes: batch }))).toBeLessThan(PUSH_BYTES);
    }
  });
});
