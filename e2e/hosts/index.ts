import { describe } from 'vitest';
import { startDouble, whyNoDouble } from './double.ts';
import { startHeadless, whyNoBrowser } from './headless.ts';
import type { Host, HostOptions } from './host.ts';
import { startReal, whyNotReal } from './real.ts';

export type StartHost = (options?: HostOptions) => Promise<Host>;

/** What a spec may need in addition to a page. */
export type Need = 'desktop';

/** Where specs run. `skip` is the reason why a host cannot run here; empty: it can. */
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

/** Runs specs on the headless host only, because what they test is the same on all. If it cannot run, the title contains the reason. */
export function describeHeadless(title: string, specs: () => void): void {
  describe.skipIf(whyNoBrowser !== '')(`${title}${whyNoBrowser === '' ? '' : `: ${whyNoBrowser}`}`, () => {
    specs();
  });
}

/**
 * Runs the same specs on every host. Where a host cannot run, the title contains the reason.
 * @param needs skips hosts that lack one of these, with the reason in the title
 * @param sameAs skips a host where another one proves the same, with the reason in the title
 */
export function describeOnHosts(
  title: string,
  specs: (start: StartHost) => void,
  {
    needs = [],
    sameAs = {},
  }: { readonly needs?: readonly Need[]; readonly sameAs?: Readonly<Partial<Record<Host['name'], string>>> } = {},
): void {
  for (const { name, start, skip, has } of hosts) {
    const lacks = needs.filter((need) => !has.includes(need)).map((need) => `has no ${need}`);
    const why = [skip, ...lacks, sameAs[name] ?? ''].filter((reason) => reason !== '').join(', ');
    describe.skipIf(why !== '')(`${title} [${name}${why === '' ? '' : `: ${why}`}]`, () => {
      specs(start);
    });
  }
}
