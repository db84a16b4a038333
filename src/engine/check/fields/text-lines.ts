/** Text of several lines, which may also be given as a list of them: easier to write in YAML and JSON. */
import { z } from 'zod';

/** A text, or a list of its lines. @param max the longest text, in UTF-16 code units */
export function textLinesSchema(max: number) {
  return z
    .union([z.string(), z.array(z.string())])
    .transform((given) => (typeof given === 'string' ? given : given.join('\n')))
    .pipe(z.string().max(max));
}
