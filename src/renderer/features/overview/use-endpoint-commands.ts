import { useMemo } from 'react';
import type { Channel } from '../../../contract/channels/index.ts';
import { useLiveStore } from '../../live/hooks.ts';
import { formatCount } from '../../format.ts';
import { pathOf } from '../../navigation/route.ts';
import { toast } from '../../components/toast.tsx';
import { useCommand } from '../../live/use-command.ts';

export interface EndpointCommands {
  /** @param until epoch milliseconds; absent: until they are resumed */
  readonly pause: (ids: readonly string[], until?: number) => Promise<void>;
  readonly resume: (ids: readonly string[]) => Promise<void>;
  /** Resumes when all of them are paused, otherwise pauses. */
  readonly togglePause: (ids: readonly string[]) => Promise<void>;
  readonly checkNow: (ids: readonly string[]) => Promise<void>;
  /** Deletes and offers to undo it; asks nothing for that reason. Those of lookout.yaml are passed over, and it says so. */
  readonly remove: (ids: readonly string[]) => Promise<void>;
  /** Shows an endpoint in a window of its own; of use where the host has `windows`. */
  readonly openWindow: (id: string) => Promise<void>;
}

/** What can be done to endpoints. Whatever is refused is shown as a toast. */
export function useEndpointCommands(): EndpointCommands {
  const store = useLiveStore();
  const command = useCommand();
  return useMemo(() => {
    const endpointOf = (id: string) => store.getState()?.endpoints.get(id)?.endpoint;
    const simple = (title: string, channel: Channel & `endpoints.${'resume' | 'checkNow'}`) => {
      return async (ids: readonly string[]) => {
        if (ids.length > 0) await command(title, channel, { ids: [...ids] });
      };
    };
    const pause = async (ids: readonly string[], until?: number) => {
      if (ids.length === 0) return;
      const args = { ids: [...ids], ...(until === undefined ? {} : { until }) };
      await command('Could not pause', 'endpoints.pause', args);
    };
    const resume = simple('Could not resume', 'endpoints.resume');

    const remove = async (ids: readonly string[]) => {
      const own = ids.filter((id) => endpointOf(id)?.source === 'hand');
      const fromFile = ids.length - own.length;
      if (own.length === 0) {
        if (fromFile > 0) {
          toast({
            title: 'Not deleted',
            body: 'It comes from lookout.yaml: take it out there, and it goes here.',
            level: 'error',
          });
        }
        return;
      }
      const name = own.length === 1 ? endpointOf(own[0] ?? '')?.config.name : undefined;
      const removed = await command('Could not delete', 'endpoints.remove', { ids: own });
      if (removed === undefined) return;
      const undo = async () => {
        await command('Could not undo', 'endpoints.restore', { ids: removed });
      };
      toast({
        title: name === undefined ? `${formatCount(removed.length)} endpoints deleted` : `${name} deleted`,
        ...(fromFile > 0 ? { body: `${fromFile} of lookout.yaml stay: they are taken out there.` } : {}),
        action: { label: 'Undo', onAction: () => void undo() },
      });
    };

    return {
      pause,
      resume,
      checkNow: simple('Could not check', 'endpoints.checkNow'),
      remove,
      openWindow: async (id) => {
        await command('Could not open a window', 'host.openWindow', { path: pathOf({ name: 'endpoint', id }) });
      },
      togglePause: (ids) => (ids.every((id) => endpointOf(id)?.paused === true) ? resume(ids) : pause(ids)),
    };
  }, [store, command]);
}
