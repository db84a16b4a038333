/** Turns what a person does on a page into actions. Pure. */
import type { LostStep } from '../../../../contract/channels/recordings.ts';
import { SECRET_NAMES } from '../../fields/secret-names.ts';
import { VALUE_NAME } from '../../fields/templates.ts';
import { MAX_ACTIONS } from './actions.ts';
import { MAX_ACTIONS_LENGTH } from './limits.ts';
import { quote, writePlace, type Place } from './place.ts';
import type { UserAction } from './recorder.ts';

/** What has been recorded. */
export interface Recorded {
  readonly actions: readonly string[];
  /** The values that the actions use, by name. Those of secrets are empty: nobody has read them. */
  readonly values: Readonly<Record<string, string>>;
  readonly lost: readonly LostStep[];
  /** The path of the page. */
  readonly path: string;
}

export const NOTHING_RECORDED: Recorded = { actions: [], values: {}, lost: [], path: '' };

const secretName = new RegExp(SECRET_NAMES, 'iu');
const MAX_LOST = 20;
const MAX_VALUES = 20;

export function addUserAction(state: Recorded, action: UserAction): Recorded {
  switch (action.type) {
    case 'click':
      return add(state, `click ${writePlace(action.place, false)}`);
    case 'expect':
      return add(state, `expect ${writePlace(action.place, false)}`);
    case 'press':
      return add(state, `press ${action.key}`);
    case 'select':
      return add(state, `select ${writePlace(action.place, true)} ${written(action.option)}`);
    case 'type':
      return addText(state, action.place, action.text);
    case 'secret': {
      const { name, values } = nameFor(state, action.name, action.place);
      return addTyped({ ...state, values }, action.place, `{{${name}}}`);
    }
    case 'lost':
      return lose(state, { reason: action.reason, what: action.what });
  }
}

/** Another window was opened, which is not recorded. */
export function addOtherWindow(state: Recorded, url: string): Recorded {
  const { href } = URL.canParse(url) ? withoutSecrets(new URL(url)) : { href: url };
  return lose(state, { reason: 'window', what: href.slice(0, 200) });
}

/** @param byPerson whether the person entered the address, went back or loaded the page again, rather than the page */
export function addNavigation(state: Recorded, url: string, byPerson: boolean): Recorded {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/u.test(parsed.protocol)) return state;
  const { pathname: path } = parsed;
  const next = { ...state, path };
  if (byPerson) {
    const { href, isChanged } = withoutSecrets(parsed);
    const isSecond = state.actions.at(-1)?.startsWith('open ') === true;
    const opened = add(isSecond ? { ...next, actions: next.actions.slice(0, -1) } : next, `open ${href}`);
    return isChanged ? lose(opened, { reason: 'secret', what: href.slice(0, 200) }) : opened;
  }
  // Only an action of the person counts as the reason, and a path that contains an id will change.
  const stable = path.replace(/(?<=\/)[^/]*(?:\d{2,}|[0-9a-f]{8})[^/]*(?:\/.*)?$/iu, '');
  const isKnown = state.actions.length === 0 || path === state.path || stable === '/';
  return isKnown ? next : add(next, `expect url contains ${stable}`);
}

/**
 * An address without its user, the values of parameters that have secret names, and its fragment, which may be a token: an action
 * is stored and shown as it is.
 */
function withoutSecrets(url: URL): { readonly href: string; readonly isChanged: boolean } {
  const cleaned = new URL(url);
  cleaned.username = '';
  cleaned.password = '';
  // Only these are rewritten, so that the others stay as the page wrote them.
  cleaned.search = cleaned.search.replaceAll(/(?<=[?&])([^=&]+)=[^&]+/gu, (pair, name: string) =>
    secretName.test(decoded(name)) ? `${name}=` : pair,
  );
  cleaned.hash = '';
  return { href: cleaned.href, isChanged: cleaned.search !== url.search || url.hash !== '' };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function addText(state: Recorded, place: Place, text: string): Recorded {
  if (!text.includes('{{')) return addTyped(state, place, text === '' ? '' : written(text));
  const { name, values } = nameFor(state, 'text', place);
  return addTyped({ ...state, values: { ...values, [name]: text.slice(0, 4_000) } }, place, `{{${name}}}`);
}

/** A text typed in the same element replaces the one typed before. Empty: it was cleared. */
function addTyped(state: Recorded, place: Place, text: string): Recorded {
  const start = `type ${writePlace(place, true)} `;
  const isSame = state.actions.at(-1)?.startsWith(start) === true;
  const rest = isSame ? { ...state, actions: state.actions.slice(0, -1) } : state;
  return text === '' ? rest : add(rest, `${start}${text}`);
}

function add(state: Recorded, action: string): Recorded {
  const actions = [...state.actions, action];
  if (actions.length > MAX_ACTIONS || actions.join('\n').length > MAX_ACTIONS_LENGTH) {
    return lose(state, { reason: 'full', what: '' });
  }
  return { ...state, actions };
}

function lose(state: Recorded, step: LostStep): Recorded {
  const isKnown = state.lost.some(({ reason, what }) => reason === step.reason && what === step.what);
  return isKnown || state.lost.length >= MAX_LOST ? state : { ...state, lost: [...state.lost, step] };
}

/** The name of the value for an element: the one that it has already, or a new one. A secret has a name that is always secret. */
function nameFor(
  { actions, values }: Recorded,
  field: string,
  place: Place,
): { readonly name: string; readonly values: Recorded['values'] } {
  const start = `type ${writePlace(place, true)} {{`;
  const before = actions.findLast((action) => action.startsWith(start) && action.endsWith('}}'));
  if (before !== undefined) return { name: before.slice(start.length, -2), values };
  const cleaned = field.replaceAll(/[^\w-]+/gu, '_').slice(0, 50);
  const isText = field === 'text';
  const wanted = VALUE_NAME.test(cleaned) && (isText || secretName.test(cleaned)) ? cleaned : 'password';
  let name = wanted;
  for (let number = 2; Object.hasOwn(values, name) && number <= MAX_VALUES; number += 1) name = `${wanted}_${number}`;
  return { name, values: { ...values, [name]: '' } };
}

/** A text as it is written in an action. */
function written(text: string): string {
  return /^\s|\s$|^"|[\r\n]/u.test(text) ? quote(text) : text;
}
