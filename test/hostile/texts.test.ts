/** Every text that people paste or write in a file is accepted or refused with a sentence. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTargets } from '../../src/engine/check/paste/paste.ts';
import { parseEndpoint } from '../../src/engine/check/registry.ts';
import { texts } from '../../src/engine/check/testing/texts.ts';
import { loadConfigText } from '../../src/engine/importers/lookout-yaml/load.ts';

const YAML_BITS = (
  'endpoints:|defaults:|- |  |\n|\n  - |kind: http|kind: tcp|url: http://a.example/|, |{|}|[|]|"|\'|>|&a |*a|<<: *a|' +
  '!!js/function |!tag |---|...|? |: |%YAML 1.2|#|\t|\u0000|\ufeff|\u202E|__proto__: {}|.inf|0x10|interval: 30|name: x|' +
  'port: 80|host: h|headers: {a: b}|tags: [a]|\r\n|~|null|retries: -1|\ud800'
).split('|');
const yamlText = fc.oneof(
  fc.array(fc.constantFrom(...YAML_BITS), { maxLength: 40 }).map((bits) => bits.join('')),
  fc.array(fc.constantFrom(...YAML_BITS), { maxLength: 20 }).map((bits) => `endpoints:\n  - ${bits.join('\n    ')}`),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

describe('the config file', () => {
  function read(text: string): string[] {
    const config = loadConfigText(text, 'lookout.yaml');
    if (config.ok) {
      for (const endpoint of config.endpoints) expect(parseEndpoint(endpoint).ok).toBe(true);
      return [];
    }
    expect(config.errors.length).toBeGreaterThan(0);
    expect(config.errors.length).toBeLessThanOrEqual(100);
    for (const error of config.errors) {
      const { position } = error;
      expect(texts.fileIssue(error)).not.toMatch(/undefined|\[object/u);
      if (position !== null) expect(position.line).toBeGreaterThan(0);
    }
    return config.errors.map(texts.fileIssue);
  }

  it('may contain anything', () => {
    const asked = fc.property(yamlText, (text) => {
      read(text);
    });
    expect(() => fc.assert(asked, { numRuns: 1_000 })).not.toThrow();
  });

  it.each([
    ['refers to itself', 'endpoints: &a [*a]', /must not lead back into the value that contains it/],
    ['is nested without end', `endpoints: ${'['.repeat(20_000)}${']'.repeat(20_000)}`, /./],
    ['is nested in maps', `endpoints: ${'{a: '.repeat(5_000)}1${'}'.repeat(5_000)}`, /./],
    ['grows by aliases', bomb(), /at most 10 MB with its aliases replaced/],
    [
      'has one map of many keys',
      `endpoints:\n  - {${Array.from({ length: 5_000 }, (_, i) => `k${i}: 1`).join(', ')}}`,
      /kind/,
    ],
    [
      'has many wrong entries',
      `endpoints:\n${'  - x\n'.repeat(5_000)}`,
      / endpoints\[0\]: An endpoint must be an object/,
    ],
  ])('refuses a file that %s', (_, text, message) => {
    expect(read(text)[0]).toMatch(message);
  });
});

function bomb(): string {
  const lines = Array.from(
    { length: 9 },
    (_, i) => `a${i + 1}: &a${i + 1} [${Array.from({ length: 9 }, () => `*a${i}`).join(', ')}]`,
  );
  return ['a0: &a0 [x]', ...lines, 'endpoints: *a9'].join('\n');
}

const TARGET_BITS = (
  'http://|https://|tcp://|//|:|::1|[|]|@|/|?|#|%|%00|.|a.example|127.0.0.1|443|99999| |\t|\u0000|\u202E|\ud800|xn--|ü|\\|' +
  'localhost|javascript:|file:///|\n|\r'
).split('|');

describe('the paste box', () => {
  it('may contain anything: each line is a valid target or has a reason', () => {
    const text = fc.oneof(
      fc.array(fc.constantFrom(...TARGET_BITS), { maxLength: 15 }).map((bits) => bits.join('')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(text, (pasted) => {
        for (const line of parseTargets(pasted)) {
          expect(line.line).toBeGreaterThan(0);
          expect(line.endpoint === undefined).toBe(line.problem !== undefined);
          if (line.endpoint === undefined) continue;
          const parsed = parseEndpoint(line.endpoint);
          expect(parsed).toMatchObject({ ok: true, target: line.target });
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
