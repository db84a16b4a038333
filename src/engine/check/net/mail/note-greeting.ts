import { toSnippet, type Probe } from '../probe/probe.ts';

/** The most capabilities in the details. */
const LISTED = 50;

/**
 * Adds what a mail server has said about itself: the details `greeting` and `capabilities`, `[BODY]` and
 * `[CAPABILITIES]`.
 */
export function noteGreeting(
  { details, observed }: Pick<Probe, 'details' | 'observed'>,
  { greeting, capabilities }: { readonly greeting: string; readonly capabilities: readonly string[] },
): void {
  if (greeting !== '') {
    details['greeting'] = toSnippet(greeting);
    observed['BODY'] = greeting;
  }
  if (capabilities.length === 0) return;
  details['capabilities'] = capabilities.slice(0, LISTED).map(toSnippet);
  observed['CAPABILITIES'] = capabilities;
}
