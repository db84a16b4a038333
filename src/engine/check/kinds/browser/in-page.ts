/** Scripts that run in the page. They return JSON. */
import type { Place } from './actions.ts';

/** Defines `find`, which returns the element or null. A selector that does not parse throws. */
const FIND = `
  const isVisible = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && getComputedStyle(element).visibility !== 'hidden';
  };
  const find = (by, value) => {
    if (by === 'css') return [...document.querySelectorAll(value)].find(isVisible) ?? null;
    const has = (element) => (element.innerText ?? element.value ?? '').includes(value) ||
      (element.tagName === 'INPUT' && /^(?:submit|button)$/.test(element.type) && element.value.includes(value));
    const all = [...document.querySelectorAll('body, body *')].filter((element) => has(element) && isVisible(element));
    return all.filter((element) => !all.some((other) => other !== element && element.contains(other)))[0] ?? null;
  };`;

/** Where to click: the middle of the element, in pixels; null: it is not there, or covered. */
export function locate({ by, value }: Place): string {
  return `(() => {${FIND}
    const element = find(${JSON.stringify(by)}, ${JSON.stringify(value)});
    if (element === null) return null;
    element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const { x, y, width, height } = element.getBoundingClientRect();
    const [left, top] = [x + width / 2, y + height / 2];
    const hit = document.elementFromPoint(left, top);
    if (hit !== null && !element.contains(hit) && !hit.contains(element)) return null;
    return { x: left, y: top };
  })()`;
}

/** Whether the element is there and visible. */
export function isThere({ by, value }: Place): string {
  return `(() => {${FIND} return find(${JSON.stringify(by)}, ${JSON.stringify(value)}) !== null; })()`;
}

/** Gives the element the focus, with everything in it selected; whether that worked. */
export function focus({ by, value }: Place): string {
  return `(() => {${FIND}
    const element = find(${JSON.stringify(by)}, ${JSON.stringify(value)});
    if (element === null) return false;
    element.focus();
    if (typeof element.select === 'function') element.select();
    return document.activeElement === element || element.contains(document.activeElement);
  })()`;
}
