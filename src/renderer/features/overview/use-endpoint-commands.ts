import { useMemo } from 'react';
import type { Endpoint } from '../../../contract/model/endpoint.ts';
import { toast } from '../../components/toast.tsx';
import { keepUndo, toastUndo, type UndoOutcome } from '../../components/undo.ts';
import { formatCount, formatSetDuration } from '../../format.ts';
import { useLiveStore } from '../../live/hooks.ts';
import type { LiveStore } from '../../live/live-store.ts';
import { useCommand, useUndoCommand } from '../../live/use-command.ts';
import { acknowledging } from '../../navigation/acknowledging.ts';
import { pathOf } from '../../navigation/route.ts';

export interface EndpointCommands {
  /**
   * Pauses those that are not paused; an earlier pause keeps its end.
   * @param until epoch milliseconds; absent: until they are resumed
   */
  readonly pause: (ids: readonly string[], until?: number) => Promise<void>;
  readonly resume: (ids: readonly string[]) => Promise<void>;
  /** Resumes the endpoints if all are paused, otherwise pauses them. */
  readonly togglePause: (ids: readonly string[]) => Promise<void>;
  /** Starts maintenance for the endpoints now. */
  readonly startMaintenance: (ids: readonly string[], minutes: number) => Promise<void>;
  /** Silences the alerts of the endpoints. */
  readonly silence: (ids: readonly string[], minutes: number) => Promise<void>;
  /** Acknowledges the alerts and incidents of the endpoints. */
  readonly acknowledge: (ids: readonly string[]) => Promise<void>;
  /** Asks for a note and for an end, then acknowledges. */
  readonly acknowledgeUntil: (ids: readonly string[]) => void;
  readonly checkNow: (ids: readonly string[]) => Promise<void>;
  /** Deletes without confirmation, because it can be undone. Skips the endpoints of lookout.yaml and says so. */
  readonly remove: (ids: readonly string[]) => Promise<void>;
  /** Adds endpoints that Lookout serves itself, for people who have none of their own yet. */
  readonly startDemo: () => Promise<void>;
  readonly removeDemo: () => Promise<void>;
  /** Opens an endpoint in a separate window; only for hosts with `windows`. */
  readonly openWindow: (id: string) => Promise<void>;
}

/** The commands on endpoints. Refusals are shown as toasts; changes can be undone. */
export function useEndpointCommands(): EndpointCommands {
  const store = useLiveStore();
  const command = useCommand();
  const undoCommand = useUndoCommand();
  return useMemo(() => {
    const endpointOf = (id: string) => endpointsIn(store).get(id)?.endpoint;
    const pauses = pauseCommands(endpointOf, command, undoCommand);
    return {
      ...pauses,
      togglePause: (ids) =>
        ids.every((id) => endpointOf(id)?.paused === true) ? pauses.resume(ids) : pauses.pause(ids),
      async checkNow(ids) {
        if (ids.length > 0) await command('Could not check', 'endpoints.checkNow', { ids: [...ids] });
      },
      async startMaintenance(ids, minutes) {
        const started = await command('Could not start the maintenance', 'maintenance.start', {
          ids: [...ids],
          minutes,
        });
        if (started === undefined) return;
        toastUndo({ title: `${started.config.name} is in maintenance` }, () =>
          undoCommand('maintenance.remove', { ids: [started.id] }),
        );
      },
      async acknowledge(ids) {
        const done = await command('Could not acknowledge the trouble', 'alerts.acknowledge', { endpoints: [...ids] });
        if (done !== undefined) toast({ title: 'Acknowledged' });
      },
      acknowledgeUntil(ids) {
        const name = ids.length === 1 ? endpointOf(ids[0] ?? '')?.config.name : undefined;
        acknowledging.set({ title: name ?? `${formatCount(ids.length)} endpoints`, endpoints: ids });
      },
      async silence(ids, minutes) {
        const silence = await command('Could not silence the alerts', 'silences.add', {
          match: { endpoints: [...ids] },
          minutes,
        });
        if (silence === undefined) return;
        toastUndo({ title: `Alerts silenced for ${formatSetDuration(minutes * 60_000)}` }, () =>
          undoCommand('silences.end', { ids: [silence.id] }),
        );
      },
      remove: (ids) => remove(ids, () => endpointsIn(store), command, undoCommand),
      async startDemo() {
        await command('Could not start the demo', 'demo.start', {});
      },
      async removeDemo() {
        const removed = await command('Could not remove the demo', 'demo.remove', {});
        if (removed === undefined) return;
        toastUndo({ title: 'Demo removed' }, () => restore(removed, undoCommand));
      },
      async openWindow(id) {
        await command('Could not open a window', 'host.openWindow', { path: pathOf({ name: 'endpoint', id }) });
      },
    };
  }, [store, command, undoCommand]);
}

type Endpoints = ReadonlyMap<string, { readonly endpoint: Endpoint }>;

function endpointsIn(store: LiveStore): Endpoints {
  return store.getState()?.endpoints ?? new Map();
}

type Command = ReturnType<typeof useCommand>;
type UndoCommand = ReturnType<typeof useUndoCommand>;
type EndpointOf = (id: string) => Endpoint | undefined;

function pauseCommands(
  endpointOf: EndpointOf,
  command: Command,
  undoCommand: UndoCommand,
): Pick<EndpointCommands, 'pause' | 'resume'> {
  const pauseArgs = (ids: readonly string[], until: number | null) => ({
    ids: [...ids],
    ...(until === null ? {} : { until }),
  });

  /** Restores whether each endpoint was paused, and until when. */
  async function restorePauses(before: readonly Endpoint[]): Promise<UndoOutcome> {
    const now = Date.now();
    // A pause whose end has passed is over as well.
    const isPaused = ({ paused, pausedUntil }: Endpoint) => paused && (pausedUntil === null || pausedUntil > now);
    const running = before.filter((endpoint) => !isPaused(endpoint)).map(({ id }) => id);
    const outcomes: UndoOutcome[] = [];
    if (running.length > 0) outcomes.push(await undoCommand('endpoints.resume', { ids: running }));
    for (const [until, those] of Map.groupBy(before.filter(isPaused), ({ pausedUntil }) => pausedUntil)) {
      const ids = those.map(({ id }) => id);
      outcomes.push(await undoCommand('endpoints.pause', pauseArgs(ids, until)));
    }
    return (['unavailable', 'refused'] as const).find((one) => outcomes.includes(one)) ?? 'done';
  }

  const change = async (ids: readonly string[], done: string, ask: () => Promise<readonly string[] | undefined>) => {
    if (ids.length === 0) return;
    const before = ids.flatMap((id) => endpointOf(id) ?? []);
    const changed = new Set(await ask());
    if (changed.size === 0) return;
    const undo = () => restorePauses(before.filter(({ id }) => changed.has(id) && endpointOf(id) !== undefined));
    // For a single endpoint, its row shows the change well enough.
    if (changed.size === 1) keepUndo(undo);
    else toastUndo({ title: `${formatCount(changed.size)} endpoints ${done}` }, undo);
  };

  return {
    pause: (ids, until) => {
      const running = ids.filter((id) => endpointOf(id)?.paused === false);
      return change(running, 'paused', () =>
        command('Could not pause', 'endpoints.pause', pauseArgs(running, until ?? null)),
      );
    },
    resume: (ids) => change(ids, 'resumed', () => command('Could not resume', 'endpoints.resume', { ids: [...ids] })),
  };
}

async function remove(
  ids: readonly string[],
  endpoints: () => Endpoints,
  command: Command,
  undoCommand: UndoCommand,
): Promise<void> {
  const endpointOf: EndpointOf = (id) => endpoints().get(id)?.endpoint;
  const own = ids.filter((id) => (endpointOf(id)?.source ?? 'file') !== 'file');
  const fromFile = ids.filter((id) => endpointOf(id)?.source === 'file').length;
  if (own.length === 0) {
    if (fromFile > 0) {
      toast({
        title: 'Not deleted',
        body: 'It comes from lookout.yaml. Remove it there, and it disappears here.',
        level: 'error',
      });
    }
    return;
  }
  const name = own.length === 1 ? endpointOf(own[0] ?? '')?.config.name : undefined;
  const onTheirOwn = dependentsText(own, endpoints());
  const removed = await command('Could not delete', 'endpoints.remove', { ids: own });
  if (removed === undefined) return;
  const stay = fromFile > 0 ? `${formatCount(fromFile)} from lookout.yaml stay. Remove them there.` : '';
  const body = [onTheirOwn, stay].filter((text) => text !== '').join(' ');
  toastUndo(
    {
      title: name === undefined ? `${formatCount(removed.length)} endpoints deleted` : `${name} deleted`,
      ...(body === '' ? {} : { body }),
    },
    () => restore(removed, undoCommand),
  );
}

/** Describes which endpoints depend on deleted ones by name, and what that means; empty: none. */
function dependentsText(ids: readonly string[], endpoints: Endpoints): string {
  const gone = new Set(ids);
  const names = new Set(ids.flatMap((id) => endpoints.get(id)?.endpoint.config.name ?? []));
  const dependents = [...endpoints.values()]
    .map(({ endpoint }) => endpoint)
    .filter(({ id, config }) => !gone.has(id) && config.dependsOn?.some((reference) => names.has(reference)) === true);
  const [first] = dependents;
  if (first === undefined) return '';
  const whom = dependents.length === 1 ? first.config.name : `${formatCount(dependents.length)} endpoints`;
  return `Alerts about ${whom} are no longer held behind ${ids.length === 1 ? 'it' : 'them'}.`;
}

/** Restores deleted endpoints. Shows a message if some cannot be restored. */
async function restore(ids: readonly string[], undoCommand: UndoCommand): Promise<UndoOutcome> {
  return undoCommand('endpoints.restore', { ids: [...ids] }, (restored) => {
    const missing = ids.length - restored.length;
    if (missing === 0) return;
    toast({
      title: `${formatCount(missing)} of ${formatCount(ids.length)} endpoints could not be restored`,
      body: 'They were restored already, or deleted too long ago.',
      level: 'error',
    });
  });
}

/** Counts the paused endpoints, to decide whether to offer pause or resume. */
export function pausedAmong(store: LiveStore, ids: readonly string[]) {
  const endpoints = ids.flatMap((id) => store.getState()?.endpoints.get(id)?.endpoint ?? []);
  const paused = endpoints.filter((endpoint) => endpoint.paused).map(({ id }) => id);
  return { paused, running: endpoints.filter((endpoint) => !endpoint.paused).map(({ id }) => id) };
}
