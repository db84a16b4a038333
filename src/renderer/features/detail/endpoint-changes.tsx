import type { DetailDescriptor } from '../../../contract/descriptor.ts';
import { Button } from '../../components/button.tsx';
import { Skeleton } from '../../components/spinner.tsx';
import { ChangeList } from '../check/change-list.tsx';
import css from './endpoint-incidents.module.css';
import type { ChangePages } from './use-changes.ts';

export interface EndpointChangesProps {
  readonly pages: ChangePages;
  /** What the kind tracks. */
  readonly declared: readonly DetailDescriptor[];
}

/** What the checks of an endpoint found changed, newest first. */
export function EndpointChanges({ pages, declared }: EndpointChangesProps) {
  const { changes, loaded, hasOlder, loading, trouble, loadOlder } = pages;
  return (
    <>
      {trouble === null ? null : (
        <p className={css.trouble} role="alert">
          {trouble}
        </p>
      )}
      {changes.length > 0 ? (
        <ChangeList changes={changes} declared={declared} />
      ) : loaded ? (
        <p className={css.none}>
          No changes recorded. Lookout compares each check with the one before: {listOf(declared)}.
        </p>
      ) : trouble === null ? (
        <Skeleton width="60%" />
      ) : null}
      {hasOlder ? (
        <Button size="sm" busy={loading} onClick={loadOlder}>
          Load older
        </Button>
      ) : null}
    </>
  );
}

function listOf(declared: readonly DetailDescriptor[]): string {
  return new Intl.ListFormat('en').format(declared.map(({ label }) => label.toLowerCase()));
}
