import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { createElectronBattery } from './battery.ts';
import { followPower } from './power.ts';

function setUp({ battery = false, slows = true } = {}) {
  const calls: unknown[] = [];
  const machine = { battery, slows };
  const monitor = Object.assign(new EventEmitter(), { isOnBatteryPower: () => machine.battery });
  const power = followPower({
    powerMonitor: monitor,
    createBattery: (onChange) => createElectronBattery({ powerMonitor: monitor, onChange }),
    engine: {
      suspend: () => calls.push('suspend'),
      resume: () => calls.push('resume'),
      setIntervalMultiplier: (factor) => calls.push(factor),
    },
    slowsOnBattery: () => machine.slows,
    quit: () => calls.push('quit'),
    log: (_level, message) => calls.push(message),
  });
  return { calls, machine, monitor, power };
}

it('reports sleep to the engine, makes a shutdown wait, and removes its listeners', () => {
  const { calls, monitor, power } = setUp();
  let prevented = false;
  monitor.emit('suspend');
  monitor.emit('resume');
  monitor.emit('lock-screen');
  monitor.emit('shutdown', { preventDefault: () => (prevented = true) });
  expect(calls).toEqual(['suspend', 'resume', 'The screen is locked', 'quit']);
  expect(prevented).toBe(true);
  power.dispose();
  expect(monitor.eventNames()).toEqual([]);
});

it('multiplies intervals on battery, at the start and after a change', () => {
  const { calls, machine, monitor } = setUp({ battery: true });
  machine.battery = false;
  monitor.emit('on-ac');
  machine.battery = true;
  monitor.emit('on-battery');
  monitor.emit('on-battery');
  expect(calls).toEqual([2, 1, 2]);
});

it('notices another power source after sleep', () => {
  const { calls, machine, monitor } = setUp();
  machine.battery = true;
  monitor.emit('resume');
  expect(calls).toEqual(['resume', 2]);
});

it('changes no interval when the setting is off', () => {
  const { calls, machine, power } = setUp({ battery: true, slows: false });
  expect(calls).toEqual([]);
  machine.slows = true;
  power.refresh();
  machine.slows = false;
  power.refresh();
  expect(calls).toEqual([2, 1]);
});
