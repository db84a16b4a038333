import { useCallback } from 'react';
import { copyText } from '../../live/copy-text.ts';
import { useCommand } from '../../live/use-command.ts';

/** Copies information for a bug report to the clipboard. Only useful where the host has `diagnostics`. */
export function useCopyDiagnostics(): () => Promise<void> {
  const command = useCommand();
  return useCallback(async () => {
    const answer = await command('Could not collect diagnostics', 'host.diagnostics', {});
    if (answer !== undefined) await copyText(answer.text, 'Diagnostics copied');
  }, [command]);
}
