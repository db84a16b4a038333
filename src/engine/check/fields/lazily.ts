/** Schemas that are built when they are first used: building those of all kinds takes as long as starting Node. */
import type { z } from 'zod';

/**
 * @param build called once, at the first use of the schema
 * @returns a stand-in that can be used like the schema itself
 */
export function lazily<Schema extends z.ZodType>(build: () => Schema): Schema {
  let built: Schema | undefined;
  const schema = (): Schema => (built ??= build());
  return new Proxy({} as Schema, {
    get: (_, key) => Reflect.get(schema(), key) as unknown,
    has: (_, key) => Reflect.has(schema(), key),
    getPrototypeOf: () => Reflect.getPrototypeOf(schema()),
  });
}
