/** What a pasted text would add. Pure. */
import type { ParsedTarget } from '../../../contract/channels/endpoints.ts';
import type { EndpointInput } from '../../../contract/model/endpoint.ts';

export type LineKind = 'new' | 'duplicate' | 'problem';

export interface PasteLine {
  readonly line: number;
  readonly text: string;
  readonly kind: LineKind;
  /** The target, or why there is none. */
  readonly says: string;
  /** Why a duplicate is one; empty for other lines. */
  readonly note: string;
  readonly endpoint: EndpointInput | null;
}

export interface Paste {
  /** Lines with problems first: they are what a person has to look at. */
  readonly lines: readonly PasteLine[];
  readonly endpoints: readonly EndpointInput[];
  readonly duplicates: number;
  readonly problems: number;
}

/** Sorts parsed lines into new ones, duplicates (of what is watched, or of a line above) and problems. */
export function readPaste(parsed: readonly ParsedTarget[]): Paste {
  const seen = new Set<string>();
  const lines = parsed.map((one): PasteLine => {
    const { line, text, endpoint, target = text } = one;
    if (endpoint === undefined) {
      return { line, text, kind: 'problem', says: one.problem ?? 'This is no target.', note: '', endpoint: null };
    }
    const key = `${endpoint.kind} ${target}`;
    const note = one.duplicate === true ? 'already watched' : seen.has(key) ? 'twice in this text' : '';
    seen.add(key);
    return { line, text, kind: note === '' ? 'new' : 'duplicate', says: target, note, endpoint };
  });
  const of = (kind: LineKind) => lines.filter((line) => line.kind === kind);
  return {
    lines: [...of('problem'), ...lines.filter((line) => line.kind !== 'problem')],
    endpoints: of('new').flatMap((line) => line.endpoint ?? []),
    duplicates: of('duplicate').length,
    problems: of('problem').length,
  };
}
