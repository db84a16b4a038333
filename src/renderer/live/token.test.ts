import { beforeEach, expect, test } from 'vitest';
import { forgetToken, keepToken, takeToken, tokenFrom } from './token.ts';

beforeEach(() => {
  sessionStorage.clear();
  location.hash = '';
});

test('takes the token out of the address and keeps it for the tab', () => {
  location.hash = '#token=a-b_c%3D';
  expect(takeToken()).toBe('a-b_c=');
  expect(location.href).not.toContain('token');
  expect(takeToken()).toBe('a-b_c=');
});

test('leaves other addresses alone', () => {
  location.hash = '#/endpoint/e1';
  keepToken('kept');
  expect(takeToken()).toBe('kept');
  expect(location.hash).toBe('#/endpoint/e1');
});

test('has none after it was forgotten', () => {
  keepToken('kept');
  forgetToken();
  expect(takeToken()).toBeNull();
});

test.each([
  ['  secret \n', 'secret'],
  ['http://127.0.0.1:4477/#token=secret', 'secret'],
  ['Lookout is at http://127.0.0.1:4477/#token=se%20cret', 'se cret'],
])('finds the token in what was pasted: %s', (text, token) => expect(tokenFrom(text)).toBe(token));
