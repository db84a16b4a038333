import { expect, it } from 'vitest';
import { z } from 'zod';
import { lazily } from './lazily.ts';

it('builds a schema once, when it is first used, and behaves like it', () => {
  let builds = 0;
  const schema = lazily(() => {
    builds += 1;
    return z.object({ port: z.number().default(25) }).strict();
  });
  expect(builds).toBe(0);
  expect(schema.parse({})).toEqual({ port: 25 });
  expect(schema.safeParse({ host: 'a' }).success).toBe(false);
  expect(schema.shape.port.parse(undefined)).toBe(25);
  expect(schema).toBeInstanceOf(z.ZodObject);
  expect('shape' in schema).toBe(true);
  expect(z.toJSONSchema(schema)).toMatchObject({ properties: { port: { default: 25 } } });
  expect(schema.superRefine(() => undefined).parse({ port: 1 })).toEqual({ port: 1 });
  expect(builds).toBe(1);
});
