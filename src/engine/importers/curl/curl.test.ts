import { expect, test } from 'vitest';
import { readFiles } from '../testing/read-files.ts';
import { commandsIn } from './words.ts';

test('reads commands as browsers copy them and people write them', async () => {
  const { formats, entries, warnings } = await readFiles(String.raw`
curl 'https://api.example.com/items?x=1' \
  -H 'accept: application/json' \
  -H 'content-type: application/json' \
  --data-raw $'{"a": "it\'s \u00e9"}' \
  --compressed
# a comment
$ curl -sSLk -u ann:s3cret -m 5 -x http://u:p%40:q@proxy:3128 example.com
curl -G -d q=1 -d r=2 https://a.example/s; curl -I https://b.example
curl -X PROPFIND http://a.example/
curl -F a=b -F file=@/tmp/x --weird http://a.example/up
`);
  expect(formats).toEqual(['curl']);
  expect(entries).toMatchObject([
    {
      url: 'https://api.example.com/items?x=1',
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: '{"a": "it\'s é"}',
      bodyType: 'json',
      followRedirects: false,
    },
    {
      url: 'http://example.com',
      username: 'ann',
      password: 's3cret',
      verifyTls: false,
      followRedirects: true,
      timeout: '5s',
      proxy: 'http://proxy:3128',
      proxyUsername: 'u',
      proxyPassword: 'p@:q',
    },
    { url: 'https://a.example/s?q=1&r=2', sourceId: 'curl:GET https://a.example/s?q=1&r=2' },
    { url: 'https://b.example', method: 'HEAD' },
    { url: 'http://a.example/up', method: 'POST', bodyType: 'multipart', form: { a: 'b' } },
  ]);
  expect(warnings).toEqual([
    'line 10: Lookout does not send PROPFIND requests. The endpoint is not imported.',
    'line 11: Lookout does not read the file /tmp/x. Enter its content in the endpoint.',
    'line 11: The option --weird has no counterpart. It is left out.',
  ]);
});

test('splits words as a shell does', () => {
  expect(commandsIn(`a "b \\"c\\" \\x" 'd\\e' f\\ g $'h\\n' | i #j\nk^\r\nl`)).toEqual([
    { line: 1, words: ['a', 'b "c" \\x', 'd\\e', 'f g', 'h\n'] },
    { line: 1, words: ['i'] },
    { line: 2, words: ['kl'] },
  ]);
});
