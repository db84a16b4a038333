import type { Endpoint } from '../../../contract/model/endpoint.ts';
import { useHostWindow } from '../../live/host-window.tsx';
import type { Neighbours } from '../../navigation/list-order.ts';
import { openEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';
import { navigate } from '../../navigation/route.ts';
import { useEndpointCommands } from '../overview/use-endpoint-commands.ts';
import { openNeighbour } from './neighbours.tsx';
import { showPreviousView } from './range/use-viewport.ts';

/** What the buttons, the menu and the keys of the page do. */
export function useDetailCommands({ id, source }: Endpoint, neighbours: Neighbours, exportResults: () => void) {
  const { main } = useHostWindow();
  const commands = useEndpointCommands();
  const back = () => {
    if (main) navigate('/');
  };
  return {
    edit: () => openEndpointDialog({ mode: 'edit', id }),
    clone: () => openEndpointDialog({ mode: 'clone', id }),
    exportResults,
    maintenance: () => void commands.startMaintenance([id], 60),
    acknowledge: () => commands.acknowledgeUntil([id]),
    silence: () => void commands.silence([id], 60),
    pause: () => void commands.togglePause([id]),
    check: () => void commands.checkNow([id]),
    remove: () => {
      // Endpoints of lookout.yaml cannot be deleted, and the toast says so.
      if (source !== 'file') back();
      void commands.remove([id]);
    },
    openWindow: () => void commands.openWindow(id),
    back,
    next: () => openNeighbour(neighbours.next),
    previous: () => openNeighbour(neighbours.previous),
    previousRange: showPreviousView,
  };
}
