import { describe, expect, it } from 'vitest';
import { requestSchemas } from './schemas.ts';

describe('requestSchemas', () => {
  it.each(Object.entries(requestSchemas))('%s refuses unknown fields', (_, schema) => {
    const { error } = schema.safeParse({ unexpected: 1 });
    const issue = error?.issues.find(({ code }) => code === 'unrecognized_keys');
    expect(issue).toMatchObject({ keys: ['unexpected'], path: [] });
  });
});
