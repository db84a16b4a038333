/** A person's chart preferences for the detail page, stored in their browser. */
import { createRemembered, createRememberedChoice } from '../../../charts/section/remembered.ts';
import type { ScaleKind } from '../../../charts/scale/scale.ts';

export const SCALES: readonly { readonly value: ScaleKind; readonly label: string }[] = [
  { value: 'linear', label: 'Linear' },
  { value: 'log', label: 'Log' },
  { value: 'clipped', label: 'Clipped' },
];

export const chosenScale = createRememberedChoice('scale', 'linear', SCALES);

/** Whether the latency chart shows the usual latency. */
export const showsUsual = createRemembered<boolean>('usual', false, (stored) => stored === true);

/** Pixels. A window of at least this height has room for more charts without hiding the checks. */
const TALL = 1000;

/** Charts below that of the latency: `phases`, `heat`, `histogram`, or `metric.NAME`. */
export const shownCharts = createRemembered<readonly string[]>(
  'shown',
  typeof window !== 'undefined' && window.innerHeight >= TALL ? ['phases'] : [],
  (stored) => (Array.isArray(stored) ? stored.filter((one): one is string => typeof one === 'string') : null),
);
