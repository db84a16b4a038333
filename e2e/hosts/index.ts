import { describe } from 'vitest';
import { startHeadless, whyNoBrowser } from './headless.ts';
import type { Host, HostOptions } from './host.ts';

export type StartHost = (options?: HostOptions) => Promise<Host>;

const hosts: readonly { name: string; start: StartHost; skip: string }[] = [
  { name: 'headless', start: startHeadless, skip: whyNoBrowser },
];

/** The same spec on every host; one that cannot run here says why in its name. */
export function describeOnHosts(title: string, specs: (start: StartHost) => void): void {
  for (const { name, start, skip } of hosts) {
    describe.skipIf(skip !== '')(`${title} [${name}${skip === '' ? '' : `: ${skip}`}]`, () => specs(start));
  }
}
