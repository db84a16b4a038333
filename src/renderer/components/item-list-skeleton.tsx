import css from './item-list.module.css';
import { Skeleton } from './spinner.tsx';

/** A placeholder for a list of items until it is loaded. */
export function ItemListSkeleton() {
  return (
    <div className={css.list} aria-busy>
      <div className={css.item}>
        <Skeleton width="40%" />
      </div>
    </div>
  );
}
