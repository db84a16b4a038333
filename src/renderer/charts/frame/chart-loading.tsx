import { Skeleton } from '../../components/spinner.tsx';
import { INSET, type Size } from '../scale/geometry.ts';
import css from './time-chart.module.css';

/** A placeholder for a chart until its data has arrived. */
export function ChartLoading({ label, size }: { readonly label: string; readonly size: Size }) {
  return (
    <output className={css.loading} aria-label={`${label}, loading`}>
      <Skeleton width="100%" height={Math.max(0, size.height - INSET.top - INSET.bottom)} />
    </output>
  );
}
