/** The keys that `?` lists. The code that carries them out documents them: `shell/use-app-keys.ts` and the views. */
import { MOD } from '../../components/keys.ts';

export interface KeyHelp {
  /** Alternatives: each key does the same. */
  readonly keys: readonly string[];
  readonly meaning: string;
}

export interface KeySection {
  readonly title: string;
  readonly keys: readonly KeyHelp[];
}

const EVERYWHERE: readonly KeyHelp[] = [
  { keys: [`${MOD} K`], meaning: 'Find an endpoint or a command' },
  { keys: [`${MOD} Z`], meaning: 'Undo the last delete, pause, add or removal' },
  { keys: [`${MOD} Enter`], meaning: 'Submit a dialog' },
  { keys: ['?'], meaning: 'Show these shortcuts' },
];

/** The keys of the application's menu, which only the desktop app has. */
const MENU: readonly KeyHelp[] = [
  { keys: [`${MOD} 1`, `${MOD} 2`, `${MOD} 3`], meaning: 'Overview, Incidents, Health' },
  { keys: [`${MOD} ,`], meaning: 'Settings' },
];

const OVERVIEW: readonly KeyHelp[] = [
  { keys: ['/'], meaning: 'Filter' },
  { keys: ['j', '↓'], meaning: 'Next row' },
  { keys: ['k', '↑'], meaning: 'Previous row' },
  { keys: ['Home', 'End'], meaning: 'First or last row' },
  { keys: ['PgUp', 'PgDn'], meaning: 'One page up or down' },
  { keys: ['←', '→'], meaning: 'Collapse or expand a group or source' },
  { keys: ['Enter'], meaning: 'Open' },
  { keys: ['Space'], meaning: 'Select' },
  { keys: ['Shift ↓', 'Shift ↑'], meaning: 'Extend the selection' },
  { keys: [`${MOD} A`], meaning: 'Select all rows' },
  { keys: ['Esc'], meaning: 'Clear the selection, then the filters' },
  { keys: ['n'], meaning: 'Add endpoints' },
  { keys: ['w'], meaning: 'Show the wall' },
];

/** For the selected rows, otherwise the active row, or the endpoint that is open. */
const ENDPOINT: readonly KeyHelp[] = [
  { keys: ['c'], meaning: 'Check now' },
  { keys: ['p'], meaning: 'Pause or resume' },
  { keys: ['e'], meaning: 'Edit' },
  { keys: ['Delete'], meaning: 'Delete' },
];

const DETAIL: readonly KeyHelp[] = [
  { keys: ['j'], meaning: 'Next endpoint of the list' },
  { keys: ['k'], meaning: 'Previous endpoint of the list' },
  { keys: ['Esc'], meaning: 'Back to the overview' },
  { keys: ['Backspace'], meaning: 'Previous time range of the charts' },
];

/** While a row of the checks has the focus. */
const CHECKS: readonly KeyHelp[] = [
  { keys: ['↓', '↑'], meaning: 'Next or previous check' },
  { keys: ['Home', 'End'], meaning: 'First or last check' },
  { keys: ['→', '←'], meaning: 'Expand or collapse failures in a row' },
];

const COMPARISON: readonly KeyHelp[] = [
  { keys: ['Esc'], meaning: 'Back to the overview' },
  { keys: ['Backspace'], meaning: 'Previous time range of the charts' },
];

const ALERTS: readonly KeyHelp[] = [
  { keys: ['/'], meaning: 'Search' },
  { keys: ['j', '↓'], meaning: 'Next alert' },
  { keys: ['k', '↑'], meaning: 'Previous alert' },
  { keys: ['Enter'], meaning: 'Show or hide the details' },
  { keys: ['a'], meaning: 'Acknowledge' },
  { keys: ['Shift A'], meaning: 'Acknowledge until…' },
  { keys: ['s'], meaning: 'Silence for 1 hour' },
];

/** In the calendar of maintenance windows. */
const CALENDAR: readonly KeyHelp[] = [
  { keys: ['←', '→'], meaning: 'Previous or next day' },
  { keys: ['↑', '↓'], meaning: 'Same day of the week before or after' },
  { keys: ['Enter'], meaning: 'Add a window on the day' },
];

/** In the form of an endpoint. */
const FORM: readonly KeyHelp[] = [
  { keys: ['Enter'], meaning: 'Add the next condition' },
  { keys: ['Alt ↑', 'Alt ↓'], meaning: 'Move a condition or a step' },
];

/** While a chart has the focus. */
const CHART: readonly KeyHelp[] = [
  { keys: ['←', '→'], meaning: 'Previous or next point' },
  { keys: ['Enter'], meaning: 'Show the check of the point' },
  { keys: ['+', '-'], meaning: 'Zoom around the point' },
  { keys: ['Shift ←', 'Shift →'], meaning: 'Earlier or later' },
];

/** On the wall. */
const WALL: readonly KeyHelp[] = [
  { keys: ['←', '→'], meaning: 'Previous or next screen' },
  { keys: ['Space'], meaning: 'Pause or resume the rotation' },
  { keys: ['t'], meaning: 'Tiles or rows' },
  { keys: ['g'], meaning: 'All endpoints, or one group or source after the other' },
  { keys: ['f'], meaning: 'Full screen' },
  { keys: ['Esc'], meaning: 'Back to the overview' },
];

export function keySections(desktop: boolean): readonly KeySection[] {
  return [
    { title: 'Everywhere', keys: desktop ? [...EVERYWHERE, ...MENU] : EVERYWHERE },
    { title: 'Selected endpoints', keys: ENDPOINT },
    { title: 'An open endpoint', keys: DETAIL },
    { title: 'Checks of an endpoint', keys: CHECKS },
    { title: 'A chart', keys: CHART },
    { title: 'A comparison', keys: COMPARISON },
    { title: 'Overview', keys: OVERVIEW },
    { title: 'Alerts', keys: ALERTS },
    { title: 'Calendar', keys: CALENDAR },
    { title: 'The form of an endpoint', keys: FORM },
    { title: 'Wall', keys: WALL },
  ];
}
