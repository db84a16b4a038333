import { useEffect, useRef } from 'react';
import type { EndpointId, EpochMs } from '../../../../contract/model/units.ts';
import { useCommand } from '../../../live/use-command.ts';

/**
 * Shows the check of a link: the last one that began by a time.
 * @param at undefined: the link has none
 * @param reveal shows a check
 */
export function useLinkedCheck(id: EndpointId, at: EpochMs | undefined, reveal: (at: EpochMs) => void): void {
  const command = useCommand();
  const latest = useRef(reveal);
  useEffect(() => {
    latest.current = reveal;
  });
  useEffect(() => {
    if (at === undefined) return;
    const stop = new AbortController();
    const show = async () => {
      const found = await command('Could not read the check of the link', 'checks.list', {
        id,
        before: at + 1,
        limit: 1,
      });
      const check = found?.[0];
      if (check !== undefined && !stop.signal.aborted) latest.current(check.at);
    };
    void show();
    return () => stop.abort();
  }, [command, id, at]);
}
