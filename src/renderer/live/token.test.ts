// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest';
import { forgetToken, keepToken, takeToken, tokenFrom } from './token.ts';

beforeEach(() => {
  sessionStorage.clear();
  location.hash = '';
});

test('removes the token from the address and keeps it for the tab', () => {
  location.hash = '#token=a-b_c%3D';
  expect(takeToken()).toBe('a-b_c=');
  expect(location.href).not.toContain('token');
  expect(takeToken()).toBe('a-b_c=');
});

test('does not change other addresses', () => {
  location.hash = '#/endpoint/e1';
  keepToken('kept');
  expect(takeToken()).toBe('kept');
  expect(location.hash).toBe('#/endpoint/e1');
});

test('has no token after it was forgotten', () => {
  keepToken('kept');
  forgetToken();
  expect(takeToken()).toBeNull();
});

test.each([
  ['  secret \n', 'secret'],
  ['http://127.0.0.1:4477/#token=secret', 'secret'],
  ['Lookout is at http://127.0.0.1:4477/#token=se%20cret', 'se cret'],
])('finds the token in a pasted text: %s', (text, token) => expect(tokenFrom(text)).toBe(token));
