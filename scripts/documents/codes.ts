/** Lists of codes for the documentation: what each means, its parameters and its text. */
import type { ParamDocs } from '../../src/contract/model/text.ts';
import { sentencesOf } from './sentences.ts';

export interface DocumentedCode {
  readonly code: string;
  /** One sentence; absent: the text explains it. */
  readonly meaning?: string;
  readonly params: ParamDocs;
  /** ICU messages, such as a title and a body. */
  readonly texts: readonly string[];
}

/** The maximum number of sentences to list; the others are only counted. */
const MAX_SENTENCES = 6;

/** A Markdown list with one entry per code. */
export function codeList(codes: readonly DocumentedCode[]): string {
  return codes.map(codeEntry).join('\n');
}

function codeEntry({ code, meaning, params, texts }: DocumentedCode): string {
  const lines = [`- \`${code}\`${meaning === undefined ? '' : `: ${meaning}`}`];
  const documented = Object.entries(params).map(([name, words]) => `\`${name}\` (${words})`);
  if (documented.length > 0) lines.push(`  - Parameters: ${documented.join(', ')}`);
  for (const text of texts) lines.push(...textLines(text));
  return lines.join('\n');
}

function textLines(text: string): string[] {
  const sentences = sentencesOf(text).filter((sentence) => sentence !== '');
  const lines = sentences.slice(0, MAX_SENTENCES).map((sentence) => `  - ${quoted(sentence)}`);
  const more = sentences.length - lines.length;
  return more > 0 ? [...lines, `  - and ${more} more`] : lines;
}

/** A sentence as Markdown that shows it exactly. */
export function quoted(text: string): string {
  const ticks = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length)) + 1);
  return ticks.length === 1 ? `\`${text}\`` : `${ticks} ${text} ${ticks}`;
}
