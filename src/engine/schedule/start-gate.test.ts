import { expect, it } from 'vitest';
import { createStartGate } from './start-gate.ts';

function setUp() {
  const counts = { starts: 0 };
  const gate = createStartGate(() => void counts.starts++);
  return { counts, gate };
}

it('starts when the code is warm', () => {
  const { counts, gate } = setUp();
  gate.warmedUp();
  expect(counts.starts).toBe(1);
});

it('waits for the network when the machine slept while the code was warmed up', () => {
  const { counts, gate } = setUp();
  gate.asleep();
  gate.warmedUp();
  expect(counts.starts).toBe(0);
  gate.awake();
  expect(counts.starts).toBe(1);
});

it('waits for the warm-up when the machine is awake first, and starts again after each sleep', () => {
  const { counts, gate } = setUp();
  gate.asleep();
  gate.awake();
  expect(counts.starts).toBe(0);
  gate.warmedUp();
  gate.asleep();
  gate.awake();
  expect(counts.starts).toBe(2);
});
