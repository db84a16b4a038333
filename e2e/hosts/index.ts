import { describe } from 'vitest';
import { startDouble, whyNoDouble } from './double.ts';
import { startHeadless, whyNoBrowser } from './headless.ts';
import type { Host, HostOptions } from './host.ts';
import { startReal, whyNotReal } from './real.ts';

export type StartHost = (options?: HostOptions) => Promise<Host>;

/** What a spec may need beyond a page. */
export type Need = 'desktop';

/** Where specs run. `skip` says why not here; empty: they do. */
export const hosts: readonly {
  readonly name: Host['name'];
  readonly start: StartHost;
  readonly skip: string;
  readonly has: readonly Need[];
}[] = [
  { name: 'headless', start: startHeadless, skip: whyNoBrowser, has: [] },
  { name: 'double', start: startDouble, skip: whyNoDouble, has: ['desktop'] },
  { name: 'electron', start: startReal, skip: whyNotReal, has: [] },
];

/**
 * The same spec on every host; one that cannot run here says why in its name.
 * @param needs the hosts that lack one of these are left out, for the reason in the name
 */
export function describeOnHosts(
  title: string,
  specs: (start: StartHost) => void,
  { needs = [] }: { readonly needs?: readonly Need[] } = {},
): void {
  for (const { name, start, skip, has } of hosts) {
    const lacks = needs.filter((need) => !has.includes(need)).map((need) => `has no ${need}`);
    const why = [skip, ...lacks].filter((reason) => reason !== '').join(', ');
    describe.skipIf(why !== '')(`${title} [${name}${why === '' ? '' : `: ${why}`}]`, () => {
      specs(start);
    });
  }
}
