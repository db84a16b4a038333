import { expect, it, vi } from 'vitest';
import { talkAndLeave } from './session.ts';
import { aProbe } from '../testing/probe.ts';

const aSession = () => ({ leave: vi.fn<() => void>(), close: vi.fn<() => void>() });

it('stops the clock before it says goodbye', async () => {
  const probe = aProbe();
  const session = aSession();
  const pause = vi.spyOn(probe.watch, 'pause');
  expect(await talkAndLeave(probe, session, () => Promise.resolve())).toBeNull();
  expect(session.close).not.toHaveBeenCalled();
  expect(pause.mock.invocationCallOrder[0]).toBeLessThan(session.leave.mock.invocationCallOrder[0] ?? 0);
});

it('closes the connection without a goodbye when the talk fails', async () => {
  const session = aSession();
  const reason = new Error('not that');
  await expect(talkAndLeave(aProbe(), session, () => Promise.reject(reason))).rejects.toBe(reason);
  expect([session.leave.mock.calls.length, session.close.mock.calls.length]).toEqual([0, 1]);
});
