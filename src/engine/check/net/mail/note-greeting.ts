import { toSnippet, type Probe } from '../probe.ts';

/** So many capabilities are in the details. */
const LISTED = 50;

/** Notes what a mail server said about itself so far: the details `greeting` and `capabilities`, `[BODY]` and `[CAPABILITIES]`. */
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
