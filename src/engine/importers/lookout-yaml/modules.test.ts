import { expect, test } from 'vitest';
import { createTexts } from '../../../i18n/texts.ts';
import { checkKinds, kindDescriptors } from '../../check/registry.ts';
import { loadConfigText } from './load.ts';

const texts = createTexts(kindDescriptors(checkKinds));
const load = (modules: string) => loadConfigText(`endpoints: []\nmodules:\n${modules}`, 'lookout.yaml');

test('reads modules without their targets', () => {
  const loaded = load(`
  http_post: { kind: http, method: POST, timeout: 5s }
  by_server: { kind: dns, domain: example.org }
  health: { kind: http, url: 'https://{target}/health' }
  folder: { kind: disk, path: '{target}' }`);
  expect(loaded).toMatchObject({
    ok: true,
    modules: { http_post: { kind: 'http', method: 'POST', timeout: '5s' }, folder: { kind: 'disk', path: '{target}' } },
  });
});

test.each([
  ['  [a]', 'modules "modules" must be a map of names to fields with a kind.'],
  ['  "a b": { kind: http }', 'must be a map of names to fields with a kind.'],
  ['  a: 1', '"modules" must be a map of names to fields with a kind.'],
  ['  a: { kind: htp }', 'modules.a.kind: Kind must be'],
  ['  a: { kind: http, method: FETCH }', 'modules.a.method: Method must be'],
  ['  a: { kind: http, mehtod: GET }', 'modules.a.mehtod'],
  ['  a: { kind: http, timeout: 5 }', 'modules.a.timeout: Timeout'],
])('refuses %s', (text, problem) => {
  const loaded = load(text);
  expect(loaded.ok ? [] : loaded.errors.map(texts.fileIssue).join('\n')).toContain(problem.replace(/^modules /u, ''));
});
