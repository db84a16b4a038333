import type { Catalogue } from '../catalogue.ts';
import { byteUnits } from './byte-units.ts';
import { alerts } from './alerts.ts';
import { annotations } from './annotations.ts';
import { durationUnits } from './duration-units.ts';
import { causes } from './causes.ts';
import { failures } from './failures.ts';
import { health } from './health.ts';
import { history } from './history.ts';
import { imports } from './imports.ts';
import { issues } from './issues.ts';
import { labels } from './labels.ts';
import { notices } from './notices.ts';
import { notifications } from './notifications.ts';
import { problems } from './problems.ts';
import { refusals } from './refusals.ts';
import { tray } from './tray.ts';
import { usage } from './usage.ts';

export const en = {
  locale: 'en',
  durationUnits,
  byteUnits,
  failures,
  causes,
  problems,
  issues,
  given: 'Got {given}.',
  fieldPart: `{name, select, none {{field}, entry {entry},} other {{field}, {name},}}`,
  labels,
  whole: 'The request',
  refusals,
  notices,
  notifications,
  alerts,
  health,
  history,
  annotations,
  imports,
  tray,
  usage,
  unknown: {
    failure: 'The check failed ({code}).',
    message: 'Lookout has no text for this ({code}).',
  },
} as const satisfies Catalogue;
