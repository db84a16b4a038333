/** Describes the state of a source. Pure. */
import type { Scope } from '../../contract/model/access.ts';
import type { SourceConnection, SourceState } from '../../contract/model/source.ts';
import type { Status } from '../../contract/model/endpoint.ts';
import type { Texts } from '../../i18n/texts.ts';
import { formatMoment } from '../format.ts';

export const SOURCE_STATES: Readonly<Record<SourceState, { readonly word: string; readonly status: Status }>> = {
  connecting: { word: 'Connecting', status: 'pending' },
  connected: { word: 'Connected', status: 'up' },
  reconnecting: { word: 'Reconnecting', status: 'degraded' },
  refused: { word: 'Refused', status: 'down' },
};

/** For example `Reconnecting since 14:02:11: nothing listens on 10.0.0.7:4477.` */
export function connectionText({ state, since, problem }: SourceConnection, texts: Texts): string {
  const { word } = SOURCE_STATES[state];
  const when = state === 'reconnecting' || state === 'refused' ? ` since ${formatMoment(since)}` : '';
  return problem === null ? `${word}${when}` : `${word}${when}. ${texts.message(problem)}`;
}

/** What the token allows. */
export function scopeText(scope: Scope): string {
  if (scope === 'read') return 'The token can only read, so nothing can be changed from here.';
  return scope === 'operate'
    ? 'The token can act on endpoints, such as pause and acknowledge, but not edit them.'
    : 'The token can change everything.';
}

/** Whether the traffic to this address can be read on the network. */
export function isUnencrypted(address: string): boolean {
  const url = URL.parse(address.trim());
  if (url?.protocol !== 'http:') return false;
  const { hostname } = url;
  return !(
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    hostname.startsWith('127.')
  );
}
