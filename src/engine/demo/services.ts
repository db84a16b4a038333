/** The services of the demo: one of each thing that a monitor has to show. */
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import type { Ms } from '../../contract/model/units.ts';

export interface DemoService {
  /** Its path on the server, which also identifies it: the port changes with each start. */
  readonly path: string;
  /** It is served with the expired certificate. */
  readonly secure: boolean;
  /** The fields of its endpoint besides the target. */
  readonly fields: Omit<EndpointInput, 'kind'>;
  /**
   * How it answers.
   * @param elapsed milliseconds since the demo was started
   * @param random 0 to 1
   */
  readonly answer: (elapsed: Ms, random: number) => DemoAnswer;
}

export interface DemoAnswer {
  readonly status: number;
  readonly delayMs: Ms;
}

/** How long the flapping service answers well, and how long it fails after that. */
export const FLAPPING = { goodMs: 45_000, badMs: 30_000 } as const;

const COMMON = {
  group: 'Demo',
  tags: ['demo'],
  interval: '5s',
  timeout: '5s',
  retries: 1,
  retryInterval: '2s',
} as const;

export const DEMO_SERVICES: readonly DemoService[] = [
  {
    path: '/demo/shop',
    secure: false,
    fields: { ...COMMON, name: 'Shop', note: 'A demo endpoint that is steady.' },
    answer: (elapsed, random) => ({ status: 200, delayMs: 22 + 6 * Math.sin(elapsed / 20_000) + 4 * random }),
  },
  {
    path: '/demo/search',
    secure: false,
    fields: {
      ...COMMON,
      name: 'Search',
      note: 'A demo endpoint that is slow: most checks take longer than its “degraded above”.',
      degradedAbove: '600ms',
    },
    answer: (_, random) => ({ status: 200, delayMs: 450 + 900 * random }),
  },
  {
    path: '/demo/payments',
    secure: false,
    fields: { ...COMMON, name: 'Payments', note: 'A demo endpoint that fails for half a minute again and again.' },
    answer: (elapsed, random) => ({
      status: elapsed % (FLAPPING.goodMs + FLAPPING.badMs) < FLAPPING.goodMs ? 200 : 503,
      delayMs: 60 + 30 * random,
    }),
  },
  {
    path: '/demo/partner',
    secure: true,
    fields: { ...COMMON, name: 'Partner API', note: 'A demo endpoint whose certificate has expired.' },
    answer: (_, random) => ({ status: 200, delayMs: 30 + 10 * random }),
  },
];
