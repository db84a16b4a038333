import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { followPower } from './power.ts';

function setUp({ battery = false, stretches = true } = {}) {
  const deeds: unknown[] = [];
  const machine = { battery, stretches };
  const monitor = Object.assign(new EventEmitter(), { isOnBatteryPower: () => machine.battery });
  const power = followPower({
    powerMonitor: monitor,
    engine: {
      suspend: () => deeds.push('suspend'),
      resume: () => deeds.push('resume'),
      setIntervalMultiplier: (factor) => deeds.push(factor),
    },
    stretches: () => machine.stretches,
    quit: () => deeds.push('quit'),
    log: (_level, message) => deeds.push(message),
  });
  return { deeds, machine, monitor, power };
}

it('tells the engine of sleep, waits for a shutdown, and ends', () => {
  const { deeds, monitor, power } = setUp();
  let prevented = false;
  monitor.emit('suspend');
  monitor.emit('resume');
  monitor.emit('lock-screen');
  monitor.emit('shutdown', { preventDefault: () => (prevented = true) });
  expect(deeds).toEqual(['suspend', 'resume', 'The screen is locked', 'quit']);
  expect(prevented).toBe(true);
  power.dispose();
  expect(monitor.eventNames()).toEqual([]);
});

it('stretches intervals on battery, from the start and when it changes', () => {
  const { deeds, machine, monitor } = setUp({ battery: true });
  machine.battery = false;
  monitor.emit('on-ac');
  machine.battery = true;
  monitor.emit('on-battery');
  monitor.emit('on-battery');
  expect(deeds).toEqual([2, 1, 2]);
});

it('finds another source of power after sleep', () => {
  const { deeds, machine, monitor } = setUp();
  machine.battery = true;
  monitor.emit('resume');
  expect(deeds).toEqual(['resume', 2]);
});

it('stretches nothing unless the setting says so', () => {
  const { deeds, machine, power } = setUp({ battery: true, stretches: false });
  expect(deeds).toEqual([]);
  machine.stretches = true;
  power.refresh();
  machine.stretches = false;
  power.refresh();
  expect(deeds).toEqual([2, 1]);
});
