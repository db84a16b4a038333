import css from './spinner.module.css';

/** Shows that something is in progress. Set `label` where no text beside it says what. */
export function Spinner({ size = 16, label }: { readonly size?: number; readonly label?: string }) {
  return (
    <span
      className={css.spinner}
      style={{ width: size, height: size }}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'status', 'aria-label': label })}
    />
  );
}

/** A placeholder for text that is still loading. */
export function Skeleton({
  width = '100%',
  height = 12,
}: {
  readonly width?: number | string;
  readonly height?: number;
}) {
  return <span className={css.skeleton} style={{ width, height }} aria-hidden />;
}
