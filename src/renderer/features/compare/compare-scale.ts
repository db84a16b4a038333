/** The value axis of comparisons, remembered in the person's browser. */
import { createRememberedChoice } from '../../charts/section/remembered.ts';

export type CompareScale = 'linear' | 'log';
/** For small charts: all have the same axis, or each has its own. */
export type CompareAxes = 'same' | 'own';

export const COMPARE_SCALES: readonly { readonly value: CompareScale; readonly label: string }[] = [
  { value: 'linear', label: 'Linear' },
  { value: 'log', label: 'Log' },
];
export const COMPARE_AXES: readonly { readonly value: CompareAxes; readonly label: string }[] = [
  { value: 'same', label: 'Same axis' },
  { value: 'own', label: 'Own axes' },
];

export const chosenCompareScale = createRememberedChoice('compareScale', 'linear', COMPARE_SCALES);
export const chosenCompareAxes = createRememberedChoice('compareAxes', 'same', COMPARE_AXES);
