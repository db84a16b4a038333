import type { Status } from '../../contract/model/endpoint.ts';

/** All statuses, most urgent first. */
export const STATUS_ORDER: readonly Status[] = [
  'down',
  'degraded',
  'unknown',
  'pending',
  'maintenance',
  'up',
  'paused',
];
