/** Headers that protect the visitors of a page. */
import type { IncomingHttpHeaders } from 'node:http';
import { headerText } from '../../http/exchange.ts';

/** Half a year: the least that Mozilla's HTTP Observatory accepts. */
const LEAST_HSTS_SECONDS = 15_552_000;

/** The headers that are missing or weak, such as `Strict-Transport-Security`, in a fixed order; empty: none. */
export function missingHeaders(headers: IncomingHttpHeaders, isEncrypted: boolean): readonly string[] {
  const value = (name: string) => headerText(headers[name]).toLowerCase();
  const policy = value('content-security-policy');
  const hsts = Number(/max-age\s*=\s*"?(\d+)/u.exec(value('strict-transport-security'))?.[1] ?? 0);
  const isFramed = value('x-frame-options') === '' && !policy.includes('frame-ancestors');
  const missing: readonly (readonly [name: string, isMissing: boolean])[] = [
    ['Strict-Transport-Security', isEncrypted && hsts < LEAST_HSTS_SECONDS],
    ['Content-Security-Policy', policy === ''],
    ['X-Content-Type-Options', value('x-content-type-options') !== 'nosniff'],
    ['Referrer-Policy', value('referrer-policy') === ''],
    ['X-Frame-Options', isFramed],
  ];
  return missing.filter(([, isMissing]) => isMissing).map(([name]) => name);
}
