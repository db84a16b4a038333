import type { ReactElement } from 'react';
import type { Fill } from '../data/history-look.ts';
import css from './hatch.module.css';

const LINE = { stroke: 'var(--unknown)', strokeWidth: 1.25, strokeOpacity: 0.5 };
const DOT = { fill: 'var(--unknown)', fillOpacity: 0.55 };

/** The tile that each fill repeats, in pixels. */
const TILES: Readonly<
  Record<Exclude<Fill, 'tint'>, { readonly size: number; readonly turn: number; tile: ReactElement }>
> = {
  diagonal: { size: 6, turn: 45, tile: <path d="M0 0V6" {...LINE} /> },
  reverse: { size: 9, turn: -45, tile: <path d="M0 0V9" {...LINE} strokeWidth={2.5} strokeOpacity={0.28} /> },
  dots: { size: 7, turn: 0, tile: <circle cx="2" cy="2" r="1.1" {...DOT} /> },
  bars: { size: 5, turn: 0, tile: <path d="M2 0V5" {...LINE} strokeOpacity={0.38} /> },
  cross: { size: 7, turn: 45, tile: <path d="M0 0V7M0 0H7" {...LINE} strokeOpacity={0.38} /> },
  sparse: { size: 12, turn: 0, tile: <path d="M2 4H6M4 2V6" {...LINE} strokeOpacity={0.45} /> },
};

/** A pattern for `fill="url(#id)"`. */
export function HatchPattern({ id, fill }: { readonly id: string; readonly fill: Exclude<Fill, 'tint'> }) {
  const { size, turn, tile } = TILES[fill];
  return (
    <pattern id={id} width={size} height={size} patternUnits="userSpaceOnUse" patternTransform={`rotate(${turn})`}>
      {tile}
    </pattern>
  );
}

/** All patterns, as `${prefix}-${fill}`. */
export function HatchPatterns({ prefix }: { readonly prefix: string }) {
  return (
    <defs>
      {FILLS.map((fill) => (
        <HatchPattern key={fill} id={`${prefix}-${fill}`} fill={fill} />
      ))}
    </defs>
  );
}

const FILLS = Object.keys(TILES) as Exclude<Fill, 'tint'>[];

/** A sample of a fill for the legend. */
export function HatchSwatch({ id, fill }: { readonly id: string; readonly fill: Exclude<Fill, 'tint'> }) {
  return (
    <svg className={css.swatch} width="16" height="12" aria-hidden>
      <defs>
        <HatchPattern id={id} fill={fill} />
      </defs>
      <rect width="16" height="12" fill={`url(#${id})`} />
    </svg>
  );
}
