import { clsx } from 'clsx';
import css from './row.module.css';

/** Characters at the end that are always visible: a port, or the last part of a path. */
const TAIL = 12;

/** Text that is shortened in the middle, because hosts and paths differ at both ends. Hovering shows the whole text. */
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
