import { CONTRACT_VERSION, type AppRequests } from '../../../contract/channels/app.ts';
import type { Capabilities, Source } from '../../../contract/model/source.ts';
import { allows, OWNER, type Caller } from '../../access/api-tokens.ts';
import type { HealthReporter } from '../../publish/health-reporter.ts';
import type { Snapshots } from '../../publish/snapshot.ts';
import type { HandlersOf } from './handler.ts';

export interface AppHandlerParts {
  readonly snapshots: Snapshots;
  readonly health: Pick<HealthReporter, 'read' | 'history'>;
  readonly about: {
    readonly version: string;
    readonly instance: string;
    readonly capabilities: Capabilities;
    /** The number of endpoints that this engine watches. */
    readonly endpoints: () => number;
  };
}

export function appHandlers({ snapshots, health, about }: AppHandlerParts): HandlersOf<keyof AppRequests> {
  return {
    'app.about': (_args, caller = OWNER) => ({
      ...about,
      contract: CONTRACT_VERSION,
      scope: caller.scope,
      capabilities: capabilitiesFor(caller, about.capabilities),
      endpoints: about.endpoints(),
    }),
    'app.snapshot': (_args, caller = OWNER) => {
      const snapshot = snapshots.first();
      return { ...snapshot, sources: sourcesFor(caller, snapshot.sources) };
    },
    'app.snapshotPage': ({ after }) => snapshots.after(after),
    'health.get': () => health.read(),
    'health.history': () => [...health.history()],
  };
}

/** A page whose token may not do everything offers only what the token allows. */
function sourcesFor(caller: Caller, sources: readonly Source[]): readonly Source[] {
  if (allows(caller, 'admin')) return sources;
  return sources.map((source) => ({ ...source, capabilities: capabilitiesFor(caller, source.capabilities) }));
}

function capabilitiesFor(caller: Caller, all: Capabilities): Capabilities {
  const [operate, admin] = [allows(caller, 'operate'), allows(caller, 'admin')];
  return {
    edit: all.edit && admin,
    pause: all.pause && operate,
    checkNow: all.checkNow && operate,
    respond: all.respond && operate,
    import: all.import && admin,
    changeSettings: all.changeSettings && admin,
    vantages: all.vantages,
  };
}
