import { ExternalLink } from 'lucide-react';
import css from './target.module.css';

/** The target of an endpoint; a link if a browser can open it. */
export function Target({ target }: { readonly target: string }) {
  if (!/^https?:\/\//i.test(target)) return <p className={css.target}>{target}</p>;
  return (
    <p className={css.target}>
      <a href={target} target="_blank" rel="noreferrer">
        {target}
        <ExternalLink size={12} aria-label="opens in the browser" />
      </a>
    </p>
  );
}
