import { describe, expect, it } from 'vitest';
import { isExternalUrl, isPageDocument, isPageUrl } from './page-address.ts';

describe('isPageUrl', () => {
  it.each(['app://lookout/', 'app://lookout/index.html#/endpoint/1', 'app://lookout/assets/a.js?x=1'])(
    'accepts %s',
    (url) => expect(isPageUrl(url, null)).toBe(true),
  );

  it.each([
    'app://lookout.example.org/',
    'app://user@lookout/',
    'app://lookout:80/',
    'app://other/',
    'apps://lookout/',
    'https://lookout/',
    'file:///lookout/index.html',
    'about:blank',
    'data:text/html,app://lookout/',
    '',
    'nonsense',
  ])('does not accept %s', (url) => expect(isPageUrl(url, null)).toBe(false));

  it('accepts the development server only when there is one, and only its exact origin', () => {
    expect(isPageUrl('http://localhost:5173/#/health', 'http://localhost:5173')).toBe(true);
    expect(isPageUrl('http://localhost:5173/', null)).toBe(false);
    expect(isPageUrl('http://localhost:5174/', 'http://localhost:5173')).toBe(false);
    expect(isPageUrl('http://localhost:5173.example.org/', 'http://localhost:5173')).toBe(false);
    // Two addresses without a web origin do not have the same origin.
    expect(isPageUrl('data:text/html,hi', 'file:///tmp')).toBe(false);
  });
});

describe('isPageDocument', () => {
  it.each([
    'app://lookout',
    'app://lookout/',
    'app://lookout/index.html?a=1#/settings',
    'http://localhost:5173/#/health',
  ])('accepts %s', (url) => expect(isPageDocument(url, 'http://localhost:5173')).toBe(true));

  it.each([
    'app://lookout/favicon.svg',
    'app://lookout/assets/index.html',
    'app://lookout/index.html/',
    'app://lookout//index.html',
    'app://lookout/settings',
    'app://other/index.html',
    'http://localhost:5173/@fs/etc/passwd',
    'nonsense',
  ])('does not accept %s', (url) => expect(isPageDocument(url, 'http://localhost:5173')).toBe(false));
});

describe('isExternalUrl', () => {
  it.each(['https://example.org/a?b#c', 'http://127.0.0.1:8080/'])('accepts %s', (url) =>
    expect(isExternalUrl(url)).toBe(true),
  );

  it.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://host/share',
    'ms-msdt:/id',
    'mailto:a@b.c',
    'app://lookout/',
    '',
  ])('does not accept %s', (url) => expect(isExternalUrl(url)).toBe(false));
});
