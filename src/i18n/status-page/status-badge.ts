/** A small picture for other sites: a label and its value, such as `Shop | Operational`. */
import type { PublicState } from '../../contract/model/status-page.ts';
import { escapeXml } from './status-text.ts';

/** Dark enough for white text. */
const COLORS = {
  up: '#147a3c',
  degraded: '#8a5000',
  partial: '#8a5000',
  down: '#c4221c',
  maintenance: '#2457c5',
  unknown: '#5f6774',
} as const satisfies Record<PublicState, string>;
const LABEL_COLOR = '#3a414d';
const HEIGHT = 20;
const PADDING = 6;
/** The width of a character of 11 px; the text is fitted to it. */
const CHARACTER = 6.4;
const MOST_CHARACTERS = 60;

export interface Badge {
  readonly label: string;
  readonly value: string;
  readonly state: PublicState;
}

export function statusBadge({ label, value, state }: Badge): string {
  const [left, right] = [cut(label), cut(value)];
  const [leftWidth, rightWidth] = [widthOf(left), widthOf(right)];
  const width = leftWidth + rightWidth;
  const title = escapeXml(`${left}: ${right}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" role="img" aria-label="${title}"><title>${title}</title><clipPath id="r"><rect width="${width}" height="${HEIGHT}" rx="4"/></clipPath><g clip-path="url(#r)"><path fill="${LABEL_COLOR}" d="M0 0h${leftWidth}v${HEIGHT}H0z"/><path fill="${COLORS[state]}" d="M${leftWidth} 0h${rightWidth}v${HEIGHT}H${leftWidth}z"/></g><g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${textAt(left, 0, leftWidth)}${textAt(right, leftWidth, rightWidth)}</g></svg>
`;
}

function textAt(text: string, x: number, width: number): string {
  return `<text x="${x + PADDING}" y="14" textLength="${width - 2 * PADDING}" lengthAdjust="spacingAndGlyphs">${escapeXml(text)}</text>`;
}

function widthOf(text: string): number {
  return Math.round(Array.from(text).length * CHARACTER) + 2 * PADDING;
}

function cut(text: string): string {
  const characters = Array.from(text);
  return characters.length <= MOST_CHARACTERS ? text : `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…`;
}
