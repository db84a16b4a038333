import { useCallback } from 'react';
import type { Settings } from '../../../contract/model/settings.ts';
import { useCommand } from '../../live/use-command.ts';

/** Changes some settings; a refusal is shown as a toast. */
export function useChange(): (settings: Partial<Settings>) => Promise<void> {
  const command = useCommand();
  return useCallback(
    async (settings) => {
      await command('Could not change the setting', 'settings.update', { settings });
    },
    [command],
  );
}
