import { clsx } from 'clsx';
import css from './row.module.css';

/** Characters at the end that always stay in sight: a port, or the last part of a path. */
const TAIL = 12;

/** Text that loses its middle when there is no room: hosts and paths differ at both ends. Hover shows all of it. */
export function MiddleTruncated({
  text,
  className,
}: {
  readonly text: string;
  readonly className?: string | undefined;
}) {
  const cut = text.length > TAIL * 2 ? text.length - TAIL : text.length;
  return (
    <span className={clsx(css.middle, className)} title={text}>
      <span className={css.headPart}>{text.slice(0, cut)}</span>
      {cut < text.length ? <span className={css.tailPart}>{text.slice(cut)}</span> : null}
    </span>
  );
}
