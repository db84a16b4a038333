/**
 * Converts a chart of the page to a standalone SVG document: its parts at their current positions, with their current
 * styles, a title and the legend. Loaded when it is first used.
 */

/** The CSS properties that are copied from each drawn element. */
const STYLES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linejoin',
  'opacity',
  'paint-order',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
] as const;
const COLORS = new Set<string>(['fill', 'stroke']);
const SVG = 'http://www.w3.org/2000/svg';
/** Pixels. */
const PADDING = 12;
const HEADER = 40;
const LEGEND = 22;
/** The size of `HatchSwatch`. */
const [HATCH_WIDTH, HATCH_HEIGHT] = [16, 12];

export interface ChartImage {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/**
 * @param section the `<section>` of the chart, with the element that has the chart and the legend
 * @param title above the chart
 * @param subtitle below the title
 */
export function chartImage(section: HTMLElement, title: string, subtitle: string): ChartImage {
  const box = section.querySelector<HTMLElement>('[data-chart]');
  if (box === null) throw new Error('Expected the section to have a chart, got none');
  const frame = box.getBoundingClientRect();
  const legend = legendOf(section, frame.width);
  const [width, height] = [
    Math.ceil(frame.width) + 2 * PADDING,
    Math.ceil(frame.height) + HEADER + legend.height + 2 * PADDING,
  ];
  const style = getComputedStyle(section);
  // Not the property `--text`, which may be a function of the theme that a canvas does not understand.
  const text = rgb(style.color);
  const root = element('svg', { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` });
  root.append(element('rect', { width, height, fill: rgb(surfaceOf(section)) }));
  const font = { 'font-family': 'system-ui, sans-serif', fill: text };
  root.append(label(title, { ...font, x: PADDING, y: PADDING + 14, 'font-size': 14, 'font-weight': 600 }));
  root.append(label(subtitle, { ...font, x: PADDING, y: PADDING + 31, 'font-size': 11, 'fill-opacity': 0.75 }));
  const chart = element('g', { transform: `translate(${PADDING} ${PADDING + HEADER})` });
  for (const part of partsOf(box, frame)) chart.append(part);
  root.append(chart);
  const below = element('g', { transform: `translate(${PADDING} ${PADDING + HEADER + Math.ceil(frame.height)})` });
  for (const part of legend.parts) {
    if (part.tagName === 'text') for (const [name, value] of Object.entries(font)) part.setAttribute(name, value);
    below.append(part);
  }
  root.append(below);
  return { svg: new XMLSerializer().serializeToString(root), width, height };
}

/** The drawings of a chart at their positions; those that move behind a window are clipped to it. */
function* partsOf(box: HTMLElement, frame: DOMRect): Generator<Element> {
  for (const drawing of box.querySelectorAll('svg')) {
    if (drawing.closest('[data-cursor]') !== null || isInside(drawing)) continue;
    const place = drawing.getBoundingClientRect();
    const copy = styledCopy(drawing);
    copy.setAttribute('overflow', 'visible');
    const window = drawing.closest('[data-window]')?.getBoundingClientRect() ?? frame;
    const clip = element('svg', {
      x: window.left - frame.left,
      y: window.top - frame.top,
      width: window.width,
      height: window.height,
      overflow: window === frame ? 'visible' : 'hidden',
    });
    copy.setAttribute('x', String(place.left - window.left));
    copy.setAttribute('y', String(place.top - window.top));
    clip.append(copy);
    yield clip;
  }
}

function isInside(drawing: Element): boolean {
  const { parentElement } = drawing;
  return parentElement !== null && parentElement.closest('svg') !== null;
}

/** A copy that does not need the styles of the page. */
function styledCopy(source: Element): Element {
  const copy = source.cloneNode(false);
  if (!(copy instanceof Element)) throw new Error('Expected the copy of an element to be an element');
  copy.removeAttribute('class');
  copy.removeAttribute('style');
  for (const { name } of source.attributes) if (name.startsWith('data-')) copy.removeAttribute(name);
  if (source.tagName !== 'svg' && source.tagName !== 'defs') {
    const style = getComputedStyle(source);
    for (const name of STYLES) {
      const value = style.getPropertyValue(name);
      if (value === '') continue;
      copy.setAttribute(name, COLORS.has(name) ? rgb(value) : value);
    }
  }
  for (const child of source.childNodes) {
    if (child instanceof Element) copy.append(styledCopy(child));
    else copy.append(child.cloneNode());
  }
  return copy;
}

function legendOf(
  section: HTMLElement,
  width: number,
): { readonly parts: readonly Element[]; readonly height: number } {
  const items = [...section.querySelectorAll('ul li')];
  const parts: Element[] = [];
  let [x, y] = [56, 14];
  for (const item of items) {
    const words = (item.textContent ?? '').trim();
    const long = words.length * 6 + 30;
    if (x + long > width && x > 56) [x, y] = [56, y + LEGEND];
    const swatch = item.querySelector('i');
    if (swatch !== null) {
      const color = getComputedStyle(swatch).backgroundColor;
      parts.push(element('rect', { x, y: y - 8, width: 9, height: 9, rx: 2, fill: rgb(color), ...alphaOf(color) }));
    }
    const hatch = item.querySelector('svg');
    if (hatch !== null) parts.push(...hatchAt(hatch, x, y - 9));
    const indent = hatch === null ? 15 : HATCH_WIDTH + 6;
    parts.push(label(words, { x: x + indent, y, 'font-size': 11 }));
    x += long + indent - 15;
  }
  return { parts, height: items.length === 0 ? 0 : y + 8 };
}

/** A sample of a hatched area, with its border. */
function hatchAt(source: Element, x: number, y: number): readonly Element[] {
  const sample = styledCopy(source);
  for (const [name, value] of Object.entries({ x, y, width: HATCH_WIDTH, height: HATCH_HEIGHT })) {
    sample.setAttribute(name, String(value));
  }
  const stroke = rgb(getComputedStyle(source).borderTopColor);
  const border = { x, y, width: HATCH_WIDTH, height: HATCH_HEIGHT, rx: 2, fill: 'none', stroke };
  return [sample, element('rect', border)];
}

function element(name: string, attributes: Readonly<Record<string, string | number>>): Element {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

function label(text: string, attributes: Readonly<Record<string, string | number>>): Element {
  const made = element('text', attributes);
  made.textContent = text;
  return made;
}

function surfaceOf(section: HTMLElement): string {
  for (let at: HTMLElement | null = section; at !== null; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (backgroundColor !== 'rgba(0, 0, 0, 0)' && backgroundColor !== 'transparent') return backgroundColor;
  }
  return 'white';
}

const known = new Map<string, readonly [string, number]>();

/**
 * A color that every program understands: the browser's computed value may be `oklab(…)` or `color(srgb …)`. Other
 * values, such as `none` and `url(#…)`, are returned unchanged.
 */
function rgb(color: string): string {
  return parsed(color)[0];
}

function alphaOf(color: string): { readonly 'fill-opacity'?: number } {
  const [, alpha] = parsed(color);
  return alpha === 1 ? {} : { 'fill-opacity': alpha };
}

function parsed(color: string): readonly [string, number] {
  if (color === 'none' || color.startsWith('url(')) return [color, 1];
  let pair = known.get(color);
  if (pair === undefined) {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1, 1];
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) return [color, 1];
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data;
    pair = [`rgb(${red}, ${green}, ${blue})`, Math.round((alpha / 255) * 100) / 100];
    known.set(color, pair);
  }
  return pair;
}

/** Pixels of a saved image for each pixel on the screen: sharp in documents. */
const DENSITY = 2;

/** Draws an image as PNG. @throws Error when the browser cannot draw it */
export async function pngOf({ svg, width, height }: ChartImage): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width * DENSITY, height * DENSITY];
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser cannot draw images');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('This browser cannot write PNG images');
  return blob;
}
