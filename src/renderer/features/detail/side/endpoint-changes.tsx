import type { DetailDescriptor } from '../../../../contract/descriptor.ts';
import { ChangeList } from '../../check/change-list.tsx';
import { PagedList } from '../../../components/paged-list.tsx';
import type { ChangePages } from './use-changes.ts';

export interface EndpointChangesProps {
  readonly pages: ChangePages;
  /** The details that the kind tracks. */
  readonly declared: readonly DetailDescriptor[];
}

/** The changes that the checks of an endpoint found, newest first. */
export function EndpointChanges({ pages, declared }: EndpointChangesProps) {
  const none = `No changes recorded. Lookout compares each check with the one before: ${listOf(declared)}.`;
  return (
    <PagedList pages={pages} none={none}>
      {pages.changes.length === 0 ? null : <ChangeList changes={pages.changes} declared={declared} />}
    </PagedList>
  );
}

function listOf(declared: readonly DetailDescriptor[]): string {
  return new Intl.ListFormat('en').format(declared.map(({ label }) => label.toLowerCase()));
}
