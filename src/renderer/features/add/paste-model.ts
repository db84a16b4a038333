/** The endpoints that a pasted text would add. Pure. */
import type { ParsedTarget } from '../../../contract/channels/endpoints.ts';
import type { Issue } from '../../../contract/model/issue.ts';
import type { Texts } from '../../../i18n/texts.ts';
import type { EndpointInput } from '../../../contract/model/endpoint.ts';

export type LineKind = 'new' | 'duplicate' | 'problem';

export interface PasteLine {
  /** Unique among the lines: a line of the text may have several targets. */
  readonly key: string;
  readonly line: number;
  /** The part of the text that was parsed as one target, or could not be parsed. */
  readonly text: string;
  readonly kind: LineKind;
  /** The name in the text; empty: none. */
  readonly name: string;
  /** The target, or why there is none. */
  readonly says: string;
  /** Why the line is a duplicate; empty for other lines. */
  readonly note: string;
  readonly endpoint: EndpointInput | null;
}

export interface Paste {
  /** Lines with problems come first, because a person has to look at them. */
  readonly lines: readonly PasteLine[];
  readonly endpoints: readonly EndpointInput[];
  readonly duplicates: number;
  readonly problems: number;
  /** The parts that could not be parsed, one per line: they are left to correct after the others were added. */
  readonly rest: string;
}

export const NO_PASTE: Paste = { lines: [], endpoints: [], duplicates: 0, problems: 0, rest: '' };
const NO_TARGET: Issue = { path: '', code: 'target.invalid' };

/** Sorts the parsed targets into new targets, duplicates (of an endpoint, or of a line above) and problems. */
export function readPaste(parsed: readonly ParsedTarget[], texts: Pick<Texts, 'issue'>): Paste {
  const seen = new Set<string>();
  const lines = parsed.map((one, index): PasteLine => {
    const { line, text, endpoint, target = text, problem = NO_TARGET } = one;
    const base = { key: `${line}.${index}`, line, text };
    if (endpoint === undefined) {
      return { ...base, kind: 'problem', name: '', says: texts.issue(problem), note: '', endpoint: null };
    }
    const key = `${endpoint.kind} ${target}`;
    const note = one.duplicate === true ? 'already added' : seen.has(key) ? 'twice in this text' : '';
    seen.add(key);
    const name = typeof endpoint['name'] === 'string' ? endpoint['name'] : '';
    return { ...base, kind: note === '' ? 'new' : 'duplicate', name, says: target, note, endpoint };
  });
  const of = (kind: LineKind) => lines.filter((line) => line.kind === kind);
  const problems = of('problem');
  return {
    lines: [...problems, ...lines.filter((line) => line.kind !== 'problem')],
    endpoints: of('new').flatMap((line) => line.endpoint ?? []),
    duplicates: of('duplicate').length,
    problems: problems.length,
    rest: problems.map(({ text }) => text).join('\n'),
  };
}
