/** What an incident keeps of an HTTP exchange: the request and the answer as text. */
import type { Probe } from '../net/probe/probe.ts';
import { headerText, textOf, type Answer, type HttpRequest } from './exchange.ts';
import { mayLeaveOrigin } from './secret-headers.ts';

/** Replaces values that may give access to somebody who reads the evidence. */
const HIDDEN = '•••';
/** Headers whose values are shown although they would not follow a redirect to another origin. */
const SHOWN: ReadonlySet<string> = new Set(['host', 'connection', 'upgrade', 'origin', 'referer']);
const NOTHING: ReadonlySet<string> = new Set();

/** Records the request, for a check that fails. Credentials are hidden. */
export function noteRequest({ evidence }: Probe, { url, target, method, headers, body }: HttpRequest): void {
  evidence.note('request', () => {
    const lines = [`${method} ${target ?? `${url.pathname}${url.search}`}`];
    for (let index = 0; index < headers.length; index += 2) {
      const [name = '', value = ''] = headers.slice(index, index + 2);
      const isShown = SHOWN.has(name.toLowerCase()) || mayLeaveOrigin(name, NOTHING);
      lines.push(`${name}: ${isShown ? value : HIDDEN}`);
    }
    return [...lines, '', ...(body === null ? [] : [body.toString('utf8')])].join('\n');
  });
}

/** Records the answer, for a check that fails. */
export function noteAnswer({ evidence, details, signal }: Probe, answer: Answer): void {
  const version = typeof details['httpVersion'] === 'string' ? details['httpVersion'] : '';
  evidence.note('answer', () => {
    const lines = Object.entries(answer.headers).flatMap(([name, value]) => {
      if (name.startsWith(':')) return [];
      return [`${name}: ${name === 'set-cookie' ? HIDDEN : headerText(value)}`];
    });
    return [`HTTP/${version} ${answer.status}`, ...lines].join('\n');
  });
  evidence.note('body', () => textOf(answer, signal));
}
