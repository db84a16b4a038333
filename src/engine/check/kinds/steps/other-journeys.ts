/** The other endpoints whose steps a journey runs. */
import { parseSteps } from './parse-steps.ts';
import { askingSteps, type JourneyStep } from './step.ts';

/** Most texts have none and are not parsed for this, because circles are searched among all endpoints. */
export function journeysIn(text: string): readonly JourneyStep[] {
  if (!/^\s*journey\s/mu.test(text)) return [];
  return askingSteps(parseSteps(text)).filter((step) => step.type === 'journey');
}

/**
 * The text with the new names of other journeys. A step has room for one name: of several, the first.
 * @param follow what a reference becomes
 */
export function withRenamedJourneys(text: string, follow: (reference: string) => readonly string[]): string {
  const steps = new Map(journeysIn(text).map((step) => [step.line, step]));
  let line = 1;
  return text.replace(/[^\n]+|\n/gu, (part) => {
    if (part === '\n') {
      line += 1;
      return part;
    }
    const step = steps.get(line);
    if (step === undefined) return part;
    const [name = step.reference] = follow(step.reference);
    // A name with a line break cannot be written in a step.
    if (/[\r\n]/u.test(name)) return part;
    return part.replace(/^(\s*journey\s+).*?(\s*)$/u, (_, before: string, after: string) => `${before}${name}${after}`);
  });
}
