/** The width of the tags column: just enough for the widest row. */
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { Endpoint } from '../../../contract/model/endpoint.ts';

/** Pixels, as in `row.module.css`. */
const MAX_LABEL = 72;
const LABEL_PADDING = 12;
const GAP = 4;
/** The width of a character, where text cannot be measured. */
const CHARACTER = 6.4;
const FONT = "11px 'Inter Variable', system-ui, sans-serif";

const widths = new Map<string, number>();
let context: CanvasRenderingContext2D | null | undefined;

/** The width of a label with its padding, in whole pixels. */
function widthOf(label: string): number {
  let width = widths.get(label);
  if (width === undefined) {
    context ??= document.createElement('canvas').getContext('2d');
    if (context) context.font = FONT;
    const text = context?.measureText(label).width ?? label.length * CHARACTER;
    width = Math.min(MAX_LABEL, Math.ceil(text) + LABEL_PADDING);
    widths.set(label, width);
  }
  return width;
}

/** Widths in pixels by endpoint, measured once for each version of it. */
const tagWidths = new WeakMap<Endpoint, number>();

/** @returns pixels with the gap after the last label; 0: no labels */
function tagsWidth(endpoint: Endpoint): number {
  let width = tagWidths.get(endpoint);
  if (width === undefined) {
    width = endpoint.config.tags.reduce((sum, tag) => sum + widthOf(tag) + GAP, 0);
    tagWidths.set(endpoint, width);
  }
  return width;
}

/**
 * The width of the widest row's labels in pixels; 0: no row has any. It includes endpoints that the filter hides, so
 * the columns do not move while a person types.
 * @param showGroups rows show their group as well, because there are no group headers
 */
export function labelsWidth(views: ReadonlyMap<string, EndpointView>, showGroups: boolean): number {
  let widest = 0;
  for (const { endpoint } of views.values()) {
    const { group } = endpoint.config;
    const width = tagsWidth(endpoint) + (showGroups && group !== '' ? widthOf(group) + GAP : 0);
    if (width > widest) widest = width;
  }
  return widest === 0 ? 0 : widest - GAP;
}
