/** Test code: compares the arguments of texts with the parameters that their code documents. */
import { parseMessage, type ArgumentUse } from '../message.ts';

/** Written in a unit by their names, so a text cannot use them as plain numbers. */
const WITH_UNIT = /(?:Ms|At|On|Bytes)$/u;

/**
 * @param texts the texts of one code, such as a title and a body
 * @param params the documented parameters
 * @param implied arguments that a text may use without documentation
 * @returns one line for each thing that is wrong; empty: nothing
 * @throws SyntaxError when a text is not an ICU message
 */
export function argumentProblems(
  texts: readonly string[],
  params: readonly string[],
  implied: readonly string[] = [],
): string[] {
  const uses = new Map<string, Set<ArgumentUse>>();
  for (const text of texts) {
    for (const [name, ofName] of parseMessage(text, 'en').uses) {
      uses.set(name, new Set([...(uses.get(name) ?? []), ...ofName]));
    }
  }
  const problems = params.filter((name) => !uses.has(name)).map((name) => `does not use ${name}`);
  for (const [name, ofName] of uses) {
    if (!params.includes(name) && !implied.includes(name)) problems.push(`uses ${name}, which is not documented`);
    if (WITH_UNIT.test(name) && ofName.has('number')) problems.push(`uses ${name} as a number without a unit`);
    if (ofName.has('number') && ofName.size > 1) problems.push(`uses ${name} as a number and as a text`);
  }
  return problems;
}
