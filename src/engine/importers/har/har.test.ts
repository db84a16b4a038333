import { expect, test } from 'vitest';
import { readFiles } from '../testing/read-files.ts';

const request = (method: string, url: string, more: object = {}) => ({
  request: {
    method,
    url,
    headers: [
      { name: ':path', value: '/' },
      { name: 'X-Api-Key', value: 'k' },
    ],
    ...more,
  },
  response: { status: 200 },
});

test('reads each request once, without what belongs to the browser', async () => {
  const form = { mimeType: 'application/x-www-form-urlencoded', params: [{ name: 'q', value: '1' }] };
  const entries = [
    request('GET', 'https://a.example/'),
    request('GET', 'https://a.example/'),
    request('POST', 'https://a.example/s', { postData: form }),
    { ...request('GET', 'https://a.example/old'), response: { status: 301 } },
    request('GET', 'data:image/png;base64,AA'),
    request('GET', 'wss://a.example/live'),
  ];
  const read = await readFiles(JSON.stringify({ log: { version: '1.2', entries } }));
  expect(read.formats).toEqual(['har']);
  expect(read.entries).toMatchObject([
    { url: 'https://a.example/', headers: { 'X-Api-Key': 'k' }, sourceId: 'har:GET https://a.example/' },
    { method: 'POST', bodyType: 'form', form: { q: '1' } },
    { acceptedStatus: '200-299, 301', followRedirects: false },
  ]);
  expect(read.warnings).toEqual([
    'log.entries[2].request.method: A POST request may change data each time it is sent. Check whether it may be repeated.',
    'log.entries[5].request.url: Lookout has no check of the type "wss". The endpoint is not imported.',
  ]);
});
