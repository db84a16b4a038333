/** Reads the lists of a config that is to be applied, all but the endpoints, and refuses what is invalid. */
import type { ConfigContent } from '../../contract/channels/config.ts';
import type { Issue } from '../../contract/model/issue.ts';
import { parseChannel, type ParsedChannel } from '../alerts/channel-registry.ts';
import { readSilenceInFile } from '../alerts/read-silence.ts';
import { readRule } from '../alerts/rule-schema.ts';
import { loadTemplatesFor } from '../alerts/template/templates.ts';
import { issueOf, issuesWithin, pathWithin } from '../base/issues.ts';
import { invalid } from '../base/request-error.ts';
import { readMaintenance } from '../endpoints/read-maintenance.ts';
import { readObjective } from '../endpoints/read-objective.ts';
import { readStatusPage } from '../status-pages/read-status-page.ts';
import type { PlannedList } from './plan-list.ts';

/** An entry as it was given and as it was read. */
export interface ReadItem {
  readonly input: object;
  readonly config: { readonly name: string; readonly to?: number };
  /** The kind of a channel; otherwise empty. */
  readonly kind: string;
  /** Its place in the content, such as `rules[0]`. */
  readonly path: string;
}

export type ReadContent = { readonly [L in PlannedList]?: readonly ReadItem[] };

type Reader = (
  input: object,
) =>
  | { readonly ok: true; readonly config: ReadItem['config'] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

const READERS: Readonly<Record<PlannedList, Reader>> = {
  maintenance: readMaintenance,
  silences: readSilenceInFile,
  objectives: readObjective,
  statusPages: readStatusPage,
  channels: (input) => named(parseChannel(input)),
  rules: readRule,
};
export const PLANNED_LISTS = Object.keys(READERS) as readonly PlannedList[];

/** @throws RequestError `invalid` with the issues of all lists, with paths such as `rules[0].after` */
export async function readContent(content: ConfigContent): Promise<ReadContent> {
  await Promise.all([...(content.channels ?? []), ...(content.rules ?? [])].map(loadTemplatesFor));
  const issues: Issue[] = [];
  const lists = PLANNED_LISTS.flatMap((list): [PlannedList, readonly ReadItem[]][] => {
    const inputs: readonly object[] | undefined = content[list];
    if (inputs === undefined) return [];
    const first = new Map<string, string>();
    const items = inputs.flatMap((input, index): readonly ReadItem[] => {
      const path = `${list}[${index}]`;
      const read = READERS[list](input);
      if (!read.ok) {
        issues.push(...issuesWithin(path, read.issues));
        return [];
      }
      const { config } = read;
      const other = first.get(config.name);
      if (other !== undefined) issues.push(issueOf('config.sameWindow', pathWithin(path, 'name'), { other }));
      first.set(config.name, path);
      return [{ input, config, kind: kindOf(config), path }];
    });
    return [[list, items]];
  });
  if (issues.length > 0) throw invalid(issues);
  return Object.fromEntries(lists);
}

function kindOf(config: object): string {
  return 'kind' in config && typeof config.kind === 'string' ? config.kind : '';
}

function named(read: ParsedChannel): ReturnType<Reader> {
  return read.ok ? { ok: true, config: { ...read.config } } : read;
}
