import { describe, expect, it } from 'vitest';
import { settle } from '../testing/fake-ports.ts';
import { checkRunnerPerTest, NXDOMAIN, outcome } from './testing/check-runner-per-test.ts';

const t = checkRunnerPerTest();

describe('a check that is aborted', () => {
  it('leaves nothing behind if it was waiting in the gate', async () => {
    const leave = await t.gate.acquire('', new AbortController().signal);
    const reason = new Error('paused');
    const running = t.createRun()();
    t.stop.abort(reason);
    await expect(running).rejects.toBe(reason);
    leave();
    await settle();
    expect([t.results, t.gate.inFlight, t.gate.waiting]).toEqual([[], 0, 0]);
  });

  it('does not run if it was aborted just after the gate admitted it', async () => {
    let runs = 0;
    t.check = async () => {
      runs++;
      return outcome();
    };
    const reason = new Error('paused');
    const leave = await t.gate.acquire('', new AbortController().signal);
    const running = t.createRun()();
    leave();
    t.stop.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect([runs, t.gate.inFlight]).toEqual([0, 0]);
  });

  it('gives its place in the gate back even if the kind ignores the signal', async () => {
    const reason = new Error('paused');
    t.check = () => new Promise(() => undefined);
    const outcomeOf = t
      .createRun()()
      .catch((error: unknown) => error);
    await settle();
    expect(t.gate.inFlight).toBe(1);
    t.stop.abort(reason);
    await t.ports.time.advance(500);
    expect(await outcomeOf).toBe(reason);
    expect(t.gate.inFlight).toBe(0);
  });

  it('leaves nothing behind while it is being found out whether this machine is to blame', async () => {
    const reason = new Error('paused');
    t.ports.connectivity.whyOffline = () => new Promise(() => undefined);
    t.check = async () => outcome(NXDOMAIN);
    const running = t.createRun()();
    await settle();
    t.stop.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect([t.results, t.transitions, t.gate.inFlight]).toEqual([[], [], 0]);
  });

  it('leaves nothing behind if it has just ended', async () => {
    const reason = new Error('paused');
    t.check = async () => {
      queueMicrotask(() => t.stop.abort(reason));
      return outcome();
    };
    await expect(t.createRun()()).rejects.toBe(reason);
    expect([t.results, t.answered]).toEqual([[], []]);
  });
});
