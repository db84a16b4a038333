/** Reads a list of lookout.yaml whose entries have names. */
import type { Issue } from '../../../contract/model/issue.ts';
import type { Ms } from '../../../contract/model/units.ts';
import { exampleDuration } from '../../../shared/duration.ts';
import { formatPath, issueOf, issuesWithin, pathWithin } from '../../base/issues.ts';

export type Report = (issue: Issue) => void;

export interface NamedList<Config> {
  readonly field: string;
  /**
   * The durations of an entry that are bare numbers. People read the file, and to them 30 could mean seconds or
   * milliseconds.
   */
  readonly bareDurations: (entry: unknown) => readonly BareDuration[];
  readonly read: (
    entry: unknown,
  ) => { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly issues: readonly Issue[] };
  /** What is wrong with the name at `path`, which an earlier entry has. @param first the path of that entry */
  readonly sameName: (path: string, name: string, first: string) => Issue;
}

export interface BareDuration {
  /** Within the entry. */
  readonly path: string;
  readonly given: number;
  /** The shortest and the longest duration that is accepted. */
  readonly range: readonly [Ms, Ms];
}

/**
 * @returns the valid entries as they are in the file and as they were read, in the order of the file; their names
 * differ
 */
export function readNamedList<Config extends { readonly name: string }>(
  list: unknown,
  { field, bareDurations, read, sameName }: NamedList<Config>,
  report: Report,
): { readonly entry: unknown; readonly config: Config }[] {
  if (!Array.isArray(list)) {
    report(issueOf('config.list', field, {}, { given: list ?? undefined }));
    return [];
  }
  const firstWithName = new Map<string, string>();
  return list.flatMap((entry: unknown, index) => {
    const here = formatPath([field, index]);
    const bare = bareDurations(entry);
    for (const { path, given, range } of bare) {
      report(issueOf('durationUnit', pathWithin(here, path), { exampleMs: exampleDuration(range) }, { given }));
    }
    if (bare.length > 0) return [];
    const result = read(entry);
    if (!result.ok) {
      for (const issue of issuesWithin(here, result.issues)) report(issue);
      return [];
    }
    const { config } = result;
    const first = firstWithName.get(config.name);
    if (first !== undefined) {
      report(sameName(pathWithin(here, 'name'), config.name, first));
      return [];
    }
    firstWithName.set(config.name, here);
    return [{ entry, config }];
  });
}
