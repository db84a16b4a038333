import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readStatusHead } from './status-head.ts';

const read = (text: string) => readStatusHead(Buffer.from(text), 'SIP/2.0');

it('reads the status and the headers', () => {
  const text = 'SIP/2.0 200 OK\r\nCall-ID: a:b\r\ncall-id: other\r\nServer:  x \r\nno header\r\n\r\nbody';
  expect(read(text)).toEqual({ status: 200, headers: { 'call-id': 'a:b', server: 'x' }, bytes: text.length - 4 });
});

it('needs no reason after the status, and no headers', () => {
  expect(read('SIP/2.0 404\r\n\r\n')).toEqual({ status: 404, headers: {}, bytes: 15 });
});

it('leaves out lines without a name, and space around a name', () => {
  expect(read('SIP/2.0 200 OK\r\n:x\r\nServer : y\r\n\r\n')).toMatchObject({ headers: { server: 'y' } });
  expect(read('SIP/2.0 200 OK\r\n:x\r\n\r\n')).toMatchObject({ headers: {} });
});

it('reads 200 headers at most', () => {
  const lines = Array.from({ length: 201 }, (_, index) => `h${index}: x`);
  const head = read(['SIP/2.0 200 OK', ...lines, '', ''].join('\r\n'));
  expect(head).toMatchObject({ headers: { h199: 'x' } });
  expect(head).not.toHaveProperty('headers.h200');
});

it.each(['', 'SIP', 'SIP/2.0 200 OK\r\nServer: x'])('waits for the rest of %j', (text) => {
  expect(read(text)).toBeNull();
});

it.each(['HTTP/1.1 200 OK\r\n\r\n', 'SIP/2.0 ok\r\n\r\n', 'SIP/2.0 2000\r\n\r\n', 'SIP/2.0 a 200\r\n\r\n', 'x'])(
  'refuses %j',
  (text) => {
    expect(read(text)).toBe('invalid');
  },
);

it('reads any headers', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const head = Buffer.concat([Buffer.from('SIP/2.0 200 OK\r\n'), bytes, Buffer.from('\r\n\r\n')]);
      expect(readStatusHead(head, 'SIP/2.0')).toMatchObject({ status: 200 });
    }),
  );
});
