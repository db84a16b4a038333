import type { Catalogue } from '../catalogue.ts';
import { failures } from './failures.ts';
import { notifications } from './notifications.ts';
import { problems } from './problems.ts';

export const en = {
  locale: 'en',
  failures,
  problems,
  notifications,
  unknown: {
    failure: 'The check failed ({code}).',
    message: 'Lookout has no text for this ({code}).',
  },
} as const satisfies Catalogue;
