/**
 * Generates latencies of endpoints with typical behavior from a seed. By construction, none of them is slower than
 * usual.
 */
import type { EpochMs, Ms } from '../../src/contract/model/units.ts';
import { seededRandom } from '../../src/shared/testing/seeded-random.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Random numbers of several distributions. */
interface Noise {
  readonly uniform: () => number;
  /** Mean 0, standard deviation 1. */
  readonly normal: () => number;
}

interface Moment {
  readonly at: EpochMs;
  /** Hours since midnight, with a fraction. */
  readonly hour: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly day: number;
}

export interface Behavior {
  readonly name: string;
  /** @returns a function that gives the latency of each check, in order of time */
  readonly start: (noise: Noise) => (moment: Moment) => Ms;
}

/** Log-normal around a median. */
function around(median: Ms, sigma: number, { normal }: Noise): Ms {
  return median * Math.exp(sigma * normal());
}

/** A random walk that returns to 0. @param stay the share of a value that remains in the next one */
function wander({ normal }: Noise, stay: number): () => number {
  let value = 0;
  return () => {
    value = stay * value + Math.sqrt(1 - stay * stay) * normal();
    return value;
  };
}

/** From 0 at night to 1 at three in the afternoon; a tenth of it on weekends. */
function officeHours({ hour, weekday }: Moment): number {
  const load = Math.max(0, Math.sin(((hour - 7) / 16) * Math.PI));
  return weekday === 0 || weekday === 6 ? load / 10 : load;
}

export const BEHAVIORS: readonly Behavior[] = [
  { name: 'steady', start: (noise) => () => around(40, 0.1, noise) },
  { name: 'local network', start: (noise) => () => 0.3 + around(0.2, 0.8, noise) },
  { name: 'satellite', start: (noise) => () => around(640, 0.12, noise) },
  {
    name: 'one check in a hundred is very slow',
    start: (noise) => () => around(60, 0.2, noise) * (noise.uniform() < 0.01 ? 1 / (0.02 + noise.uniform()) : 1),
  },
  {
    name: 'one check in ten misses a cache',
    start: (noise) => () => around(noise.uniform() < 0.1 ? 320 : 25, 0.15, noise),
  },
  { name: 'office hours', start: (noise) => (moment) => around(50 * (1 + 1.5 * officeHours(moment)), 0.2, noise) },
  {
    name: 'office hours, busier on some days',
    start: (noise) => {
      let [day, busy] = [-1, 1];
      return (moment) => {
        if (moment.day !== day) [day, busy] = [moment.day, Math.exp(0.2 * noise.normal())];
        return around(50 * (1 + 1.5 * busy * officeHours(moment)), 0.2, noise);
      };
    },
  },
  {
    name: 'backup every night',
    start: (noise) => (moment) => around(moment.hour >= 2 && moment.hour < 2.7 ? 150 : 45, 0.15, noise),
  },
  {
    name: 'report on Sundays',
    start: (noise) => (moment) =>
      around(moment.weekday === 0 && moment.hour >= 3 && moment.hour < 5 ? 180 : 45, 0.15, noise),
  },
  {
    name: 'load that wanders for hours',
    start: (noise) => {
      const load = wander(noise, Math.exp(-30_000 / HOUR_MS));
      return () => around(80 * Math.exp(0.2 * load()), 0.1, noise);
    },
  },
  {
    name: 'busy for a minute or two, twice an hour',
    start: (noise) => {
      let left = 0;
      return () => {
        left = left > 0 ? left - 1 : noise.uniform() < 1 / 60 ? 2 + Math.floor(2 * noise.uniform()) : 0;
        return around(left > 0 ? 140 : 40, 0.15, noise);
      };
    },
  },
  {
    name: 'a percent slower each day',
    start: (noise) => (moment) => around(40 * 1.01 ** (moment.day % 90), 0.15, noise),
  },
  {
    name: 'a third slower after a release every three weeks',
    start: (noise) => (moment) => around(Math.floor(moment.day / 21) % 2 === 0 ? 60 : 80, 0.15, noise),
  },
];

/**
 * Latencies of checks at a fixed interval.
 * @param count how many
 */
export function generateLatencies(
  { start }: Behavior,
  options: { readonly seed: number; readonly from: EpochMs; readonly interval: Ms; readonly count: number },
): Float64Array {
  const { seed, from, interval, count } = options;
  const uniform = seededRandom(seed);
  // Box and Muller: "A note on the generation of random normal deviates", 1958.
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const next = start({ uniform, normal });
  return Float64Array.from({ length: count }, (_, index) => {
    const at = from + index * interval;
    return next({
      at,
      hour: (at % DAY_MS) / HOUR_MS,
      // 1970 began on a Thursday.
      weekday: (Math.floor(at / DAY_MS) + 4) % 7,
      day: Math.floor(at / DAY_MS),
    });
  });
}
