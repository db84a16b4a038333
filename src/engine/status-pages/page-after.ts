/** Status pages whose endpoints get other names. */
import type { StatusPageConfig } from '../../contract/model/status-page.ts';
import { matchAfter, type NameChanges } from '../endpoints/name-changes.ts';

/**
 * The page whose sections and public names follow the changes; the same object: it stays as it is. A public name that did not
 * follow would show the public the new name of the endpoint, which may be internal.
 */
export function pageAfter(page: StatusPageConfig, changes: NameChanges): StatusPageConfig {
  const sections = page.sections.map((section) => {
    const match = matchAfter(section.match, changes);
    return match === section.match ? section : { ...section, match };
  });
  const given = Object.entries(page.publicNames);
  const names = given.flatMap(([name, shown]) => changes.follow(name).map((after) => [after, shown] as const));
  const isSame =
    sections.every((section, index) => section === page.sections[index]) &&
    names.length === given.length &&
    names.every(([name], index) => name === given[index]?.[0]);
  return isSame ? page : { ...page, sections, publicNames: Object.fromEntries(names) };
}
