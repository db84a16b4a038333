import { expect, test } from 'vitest';
import { texts } from '../check/testing/texts.ts';
import { readSources } from './read-sources.ts';

async function errorOf(content: string | Uint8Array): Promise<string> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
  const options = { from: null, environment: {}, keepVariables: true };
  const { error, endpoints } = await readSources([{ name: 'file', bytes }], options);
  expect(endpoints).toEqual([]);
  return error === null ? 'read' : texts.fileIssue(error);
}

/** Nine lines that stand for 99⁹ values. */
function aliasesOfAliases(): string {
  const lines = Array.from('bcdefghi').map(
    (name, index) => `${name}: &${name} [${`*${'abcdefghi'[index] ?? ''},`.repeat(99)}]`,
  );
  return [`a: &a [${'x,'.repeat(99)}]`, ...lines].join('\n');
}

test.each([
  ['a ZIP archive', Buffer.from('PK\u0003\u0004rest'), /ZIP archive/u],
  ['a compressed file', Buffer.from([0x1f, 0x8b, 8, 0]), /is compressed/u],
  ['Latin-1', Buffer.from('endpoints: "\u00fc"', 'latin1'), /must be text in UTF-8/u],
  ['UTF-16', Buffer.from('\ufeffendpoints: []', 'utf16le'), /must be text in UTF-8/u],
  ['UTF-16 without a mark', Buffer.from('endpoints: []', 'utf16le'), /must be text in UTF-8/u],
  ['deep JSON', '['.repeat(10_000) + ']'.repeat(10_000), /nested too deeply/u],
  ['deep JSON objects', '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000), /nested too deeply/u],
  ['deep YAML lists', `a: ${'['.repeat(10_000)}${']'.repeat(10_000)}`, /nested too deeply/u],
  ['deep YAML blocks', `a:\n  ${'- '.repeat(10_000)}x`, /nested too deeply/u],
  ['aliases of aliases', aliasesOfAliases(), /with its aliases replaced/u],
  ['an alias within itself', 'a: &a [*a]', /alias/u],
  ['half a JSON file', '{"monitorList": [', /^file:1:18: The file is not valid JSON/u],
  ['YAML with a tab', 'endpoints:\n\t- a', /^file:2:1: The file must be valid YAML/u],
])('refuses %s', async (_, content, message) => {
  expect(await errorOf(content)).toMatch(message);
});
