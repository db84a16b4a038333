/** Test code: the remote Lookouts of a fake engine. They are connected at once, unless their address says otherwise. */
import type { Answer, Args } from '../../contract/channels/index.ts';
import type { Change } from '../../contract/channels/snapshot.ts';
import type { SourceRequests } from '../../contract/channels/sources.ts';
import { NO_CAPABILITIES, type Source, type SourceInput, type SourceView } from '../../contract/model/source.ts';
import type { LiveState } from '../live/apply.ts';

type Handlers = { readonly [C in keyof SourceRequests]: (args: Args<C>) => Answer<C> };

interface FakeSourcesParts {
  readonly now: () => number;
  readonly state: () => LiveState;
  readonly push: (...changes: Change[]) => void;
}

const ALL = {
  edit: true,
  pause: true,
  checkNow: true,
  respond: true,
  import: false,
  changeSettings: false,
  vantages: false,
};

/** A source as in the snapshot. */
export function fakeSource(id: string, more: Partial<Source> = {}): Source {
  return {
    id,
    name: id,
    capabilities: ALL,
    connection: { state: 'connected', since: 0, lastContact: 0, problem: null, version: '0.1.0', scope: 'admin' },
    ...more,
  };
}

export function fakeSources({ now, state, push }: FakeSourcesParts): Handlers {
  const views: SourceView[] = [];
  const configOf = ({ name = '', address = '', fingerprint = '', notifications = true }: SourceInput) => ({
    name,
    address,
    fingerprint,
    notifications,
  });
  const tell = (): void => {
    const [local, ...others] = state().sources;
    if (local === undefined) return;
    const known = new Set(views.map(({ id }) => id));
    const kept = others.filter(({ id }) => !known.has(id) && !id.startsWith('s'));
    const sources = [local, ...kept, ...views.map(asSource)];
    push({ type: 'changed', what: 'sources' }, { type: 'sources', sources });
  };
  const asSource = ({ id, config: { name, address } }: SourceView): Source => {
    const at = now();
    return address.includes('bad')
      ? fakeSource(id, {
          name,
          capabilities: NO_CAPABILITIES,
          connection: {
            state: 'refused',
            since: at,
            lastContact: null,
            problem: { code: 'remote.token' },
            version: null,
            scope: null,
          },
        })
      : fakeSource(id, {
          name,
          connection: {
            state: 'connected',
            since: at,
            lastContact: at,
            problem: null,
            version: '0.1.0',
            scope: 'admin',
          },
        });
  };
  return {
    'sources.list': () => views,
    'sources.save': ({ id = `s${views.length + 1}`, source }) => {
      const view = { id, config: configOf(source) };
      const at = views.findIndex((one) => one.id === id);
      views.splice(at < 0 ? views.length : at, at < 0 ? 0 : 1, view);
      tell();
      return view;
    },
    'sources.remove': ({ ids }) => {
      for (const id of ids)
        views.splice(
          views.findIndex((one) => one.id === id),
          1,
        );
      tell();
      return null;
    },
    'sources.test': ({ source: { address = '', fingerprint = '' } }) => {
      if (address.includes('self') && fingerprint === '') {
        const problem = { code: 'tls.selfSigned', params: {} };
        return { ok: false, problem, fingerprint: Array.from({ length: 32 }, () => 'AB').join(':') };
      }
      if (address.includes('bad')) return { ok: false, problem: { code: 'remote.token' }, fingerprint: null };
      return { ok: true, version: '0.1.0', scope: 'read', endpoints: 12, tookMs: 34 };
    },
  };
}
