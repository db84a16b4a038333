/** The form's view of steps: every text that the parser reads, it reads and writes in the same way. */
import { describe, expect, it } from 'vitest';
import { readInstructions, writeInstructions } from '../../../../shared/instructions.ts';
import { GENERATORS } from '../../fields/generators.ts';
import { isKnownGenerator, usesIn } from '../../fields/templates.ts';
import { steps } from './descriptor.ts';
import { stepsFormat } from './format.ts';
import { parseSteps } from './parse-steps.ts';

const EVERYTHING = `# A journey
step Sign in
  POST https://shop.example.org/login?next=a:b
header Accept: application/json
header X-Empty:
json {"user": "{{user}}"}
accept 200-299,301
extract token = [BODY].token
extract id = [HEADER].location /id=(\\d+)/
expect [BODY].items == []
no redirects
# A comment inside
retry 2
allow failure

wait 500ms
group Order
retry 1
GET https://shop.example.org/cart
form city: Rome
multipart file: {{file}}
text
several
lines
end
xml <a/>
graphql query { shop { name } }
variables {"a": 1}
GRPC grpcs://orders.example.org:443/shop.v1.Orders/GetOrder
header authorization: Bearer {{token}}
json {"id": "1"}
proto
syntax = "proto3";
end
journey Sign out
extract user = [VALUE].user
expect [VALUE].user == Ann
end group
`;

describe('the format of steps', () => {
  it('knows every line that the parser knows, and writes the same text', () => {
    parseSteps(EVERYTHING);
    const items = readInstructions(EVERYTHING, stepsFormat);
    const unknown = items.flatMap(({ line, head, lines }) => [
      ...(line === null ? head : []),
      ...lines.filter((one) => one.line === null).flatMap(({ source }) => source),
    ]);
    expect(unknown).toEqual(['# A comment inside']);
    expect(writeInstructions(items)).toBe(EVERYTHING);
    expect(items.map(({ line, title }) => title?.['name'] ?? line)).toEqual([
      'Sign in',
      'wait {duration}',
      'group {name}',
      '{method} {url}',
      'GRPC {url}',
      'journey {name}',
      'end group',
    ]);
    expect(items[0]?.values).toEqual({ method: 'POST', url: 'https://shop.example.org/login?next=a:b' });
    expect(items[0]?.lines.map(({ values }) => values).slice(0, 3)).toEqual([
      { name: 'Accept', value: 'application/json' },
      { name: 'X-Empty', value: '' },
      { json: '{"user": "{{user}}"}' },
    ]);
    expect(items[3]?.lines[2]?.values).toEqual({ text: 'several\nlines' });
  });

  it('fits the example of the kind', () => {
    const text = steps.example['steps'] as string;
    expect(writeInstructions(readInstructions(text, stepsFormat))).toBe(text);
  });

  it('says what each placeholder is', () => {
    const all = stepsFormat.steps.flatMap(({ placeholders = [] }) => placeholders);
    expect(all.filter(({ meaning }) => meaning === '')).toEqual([]);
    expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(['STATUS', 'COOKIE', 'VALUE']));
  });

  it('offers only what can be made', () => {
    const uses = GENERATORS.flatMap(({ name }) => usesIn(`{{${name}}}`));
    expect(uses).toHaveLength(GENERATORS.length);
    expect(uses.filter((use) => !isKnownGenerator(use))).toEqual([]);
  });
});
