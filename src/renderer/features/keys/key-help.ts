/** The keys that `?` lists. What each does is told where it is carried out: `shell/use-app-keys.ts`, the views. */
import { MOD } from '../../components/keys.ts';

export interface KeyHelp {
  /** Each does the same. */
  readonly keys: readonly string[];
  readonly meaning: string;
}

export interface KeySection {
  readonly title: string;
  readonly keys: readonly KeyHelp[];
}

const EVERYWHERE: readonly KeyHelp[] = [
  { keys: [`${MOD} K`], meaning: 'Find an endpoint or a command' },
  { keys: ['?'], meaning: 'These keys' },
];

/** Of the application's menu, which only the desktop app has. */
const MENU: readonly KeyHelp[] = [
  { keys: [`${MOD} 1`, `${MOD} 2`, `${MOD} 3`], meaning: 'Overview, Incidents, Health' },
  { keys: [`${MOD} ,`], meaning: 'Settings' },
];

const OVERVIEW: readonly KeyHelp[] = [
  { keys: ['/'], meaning: 'Filter' },
  { keys: ['j', '↓'], meaning: 'Next row' },
  { keys: ['k', '↑'], meaning: 'Previous row' },
  { keys: ['Home', 'End'], meaning: 'First, last row' },
  { keys: ['←', '→'], meaning: 'Fold, unfold a group' },
  { keys: ['Enter'], meaning: 'Open' },
  { keys: ['Space'], meaning: 'Select' },
  { keys: ['Shift ↓'], meaning: 'Select on the way' },
  { keys: [`${MOD} A`], meaning: 'Select all that are shown' },
  { keys: ['Esc'], meaning: 'Clear the selection, then the filter' },
  { keys: ['n'], meaning: 'Add endpoints' },
];

/** Of the active row, the selected rows, or the endpoint that is open. */
const ENDPOINT: readonly KeyHelp[] = [
  { keys: ['c'], meaning: 'Check now' },
  { keys: ['p'], meaning: 'Pause or resume' },
  { keys: ['e'], meaning: 'Edit' },
  { keys: ['Delete'], meaning: 'Delete (can be undone)' },
  { keys: ['Esc'], meaning: 'Back to the overview' },
];

export function keySections(desktop: boolean): readonly KeySection[] {
  return [
    { title: 'Everywhere', keys: desktop ? [...EVERYWHERE, ...MENU] : EVERYWHERE },
    { title: 'An endpoint, or the rows chosen', keys: ENDPOINT },
    { title: 'Overview', keys: OVERVIEW },
  ];
}
