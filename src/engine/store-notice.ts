import type { Notice } from '../contract/model.ts';

/**
 * Told to the person while history cannot be written: checks go on all the same.
 * @param problem of `StoreStats`
 */
export function storeNotice(problem: string | null): Notice {
  return {
    id: 'store',
    level: 'error',
    title: 'History is not being saved',
    body: `${problem ?? ''}\nChecks go on. Their results wait in memory and are written as soon as that works again.`,
    active: problem !== null,
  };
}
