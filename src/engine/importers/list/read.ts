/** Reads a list of targets as the paste box does. */
import { targetsIn } from '../../check/paste/paste.ts';
import type { FoundEndpoint, ReadSources } from '../importer.ts';

export const read: ReadSources = (sources, { warn }) =>
  sources.flatMap((source) => {
    const found: FoundEndpoint[] = [];
    for (const one of targetsIn(source.text)) {
      if (one === null) continue;
      const path = `line ${one.line}`;
      if (one.endpoint !== undefined) {
        const { endpoint: entry, target = '' } = one;
        found.push({ sourceId: `list:${entry.kind} ${target}`, source: source.name, path, entry });
      } else if (one.problem !== undefined) warn(source.name, path, 'import.line', { problem: one.problem });
    }
    return found;
  });
