/** Test code: results of lookups. */
import type { Address } from '../../kind.ts';

export const four = (address: string): Address => ({ address, family: 4 });
export const six = (address: string): Address => ({ address, family: 6 });

/** Answers like a system that knows these names and never answers for others. */
export function systemThat(known: Readonly<Record<string, readonly Address[]>>) {
  const asked: string[] = [];
  const system = (name: string) => {
    if (name === 'localhost') return Promise.resolve([four('127.0.0.1')]);
    asked.push(name);
    const found = known[name];
    if (found === undefined) return new Promise<never>(() => undefined);
    if (found.length > 0) return Promise.resolve(found);
    const error = new Error(`getaddrinfo ENOTFOUND ${name}`);
    return Promise.reject(Object.assign(error, { code: 'ENOTFOUND', syscall: 'getaddrinfo' }));
  };
  return { asked, system };
}
