import { useTrouble } from '../live/hooks.ts';
import { Skeleton } from '../components/spinner.tsx';
import css from './loading.module.css';

/** A placeholder for the overview until the first snapshot arrives. Says why if it fails. */
export function Loading() {
  const trouble = useTrouble();
  return (
    <div className={css.loading} aria-busy={trouble === null}>
      <output className={trouble === null ? 'sr-only' : css.trouble}>
        {trouble === null ? 'Loading' : `${trouble} Trying again.`}
      </output>
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index} className={css.row}>
          <Skeleton width={16} height={16} />
          <Skeleton width={`${30 + ((index * 7) % 5) * 6}%`} />
          <Skeleton width={90} />
          <Skeleton width={180} height={18} />
        </div>
      ))}
    </div>
  );
}
