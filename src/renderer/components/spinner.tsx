import css from './spinner.module.css';

/** Something is under way. Give `label` where nothing beside it says what. */
export function Spinner({ size = 16, label }: { readonly size?: number; readonly label?: string }) {
  return (
    <span
      className={css.spinner}
      style={{ width: size, height: size }}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'status', 'aria-label': label })}
    />
  );
}

/** Where text will stand that is not there yet. */
export function Skeleton({
  width = '100%',
  height = 12,
}: {
  readonly width?: number | string;
  readonly height?: number;
}) {
  return <span className={css.skeleton} style={{ width, height }} aria-hidden />;
}
