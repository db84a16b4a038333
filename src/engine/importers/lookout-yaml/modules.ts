/** Reads `modules:` of lookout.yaml, which are the modules of `/probe`. */
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import type { Issue } from '../../../contract/model/issue.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { formatPath, issueOf, pathWithin } from '../../base/issues.ts';
import type { CheckKind } from '../../check/kind.ts';
import { MODULE_NAME, sampleOf, type ProbeModules } from '../../prometheus/modules.ts';
import type { Report } from './named-list.ts';

export interface ModuleReading {
  readonly report: Report;
  /** Returns the issues of an endpoint. */
  readonly read: (entry: unknown) => readonly Issue[];
}

/** @returns the valid modules. Each of them was tried with a target of its kind. */
export function readModules(
  value: unknown,
  kinds: readonly CheckKind[],
  { report, read }: ModuleReading,
): ProbeModules {
  if (!isRecord(value)) {
    report(issueOf('config.modules', 'modules', {}, { given: value ?? undefined }));
    return {};
  }
  const modules: [string, EndpointInput][] = [];
  for (const [name, entry] of Object.entries(value)) {
    const here = formatPath(['modules', name]);
    if (!MODULE_NAME.test(name) || !isRecord(entry)) {
      report(issueOf('config.modules', here, {}));
      continue;
    }
    // `read` reports a kind that is not a text.
    const module = entry as EndpointInput;
    const issues = read(sampleOf(module, kinds));
    for (const issue of issues) report({ ...issue, path: pathWithin(here, issue.path) });
    if (issues.length === 0) modules.push([name, module]);
  }
  return Object.fromEntries(modules);
}
