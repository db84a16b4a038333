/** Scripts that run in the page. They return JSON. */
import type { Place } from './place.ts';
import { makeDescriber } from './describer.ts';
import { makeFinder } from './finder.ts';
import { makeNames } from './names.ts';
import { startRecorder } from './recorder.ts';
import { makeTextFields } from './text-fields.ts';

/** The expression with `names`, `finder`, and `find`, which returns the first visible element or null. */
function withFinder(body: string): string {
  return `(() => {
    const names = (${makeNames.toString()})(document);
    const finder = (${makeFinder.toString()})(globalThis, names);
    const find = (place) => finder.findAll(place)[0] ?? null;
    ${body}
  })()`;
}

/** Where to click: the middle of the element, in pixels; null: it is not there, or covered. */
export function locate(place: Place): string {
  return withFinder(`
    const element = find(${JSON.stringify(place)});
    if (element === null) return null;
    element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const { x, y, width, height } = element.getBoundingClientRect();
    const [left, top] = [x + width / 2, y + height / 2];
    const hit = document.elementFromPoint(left, top);
    if (hit !== null && !element.contains(hit) && !hit.contains(element)) return null;
    return { x: left, y: top };`);
}

/** Whether the element exists and is visible. */
export function isThere(place: Place): string {
  return withFinder(`return find(${JSON.stringify(place)}) !== null;`);
}

/**
 * Gives the element the focus, with everything in it selected.
 * @returns whether that worked; `filled`: a control in which nothing can be typed, such as a date, was given the text
 *   directly
 */
export function focus(place: Place, text: string): string {
  return withFinder(`
    const element = find(${JSON.stringify(place)});
    if (element === null) return false;
    element.focus();
    if (/^(?:date|time|month|week|datetime-local|range|color)$/.test(element.type)) {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(element, ${JSON.stringify(text)});
      for (const type of ['input', 'change']) element.dispatchEvent(new Event(type, { bubbles: true }));
      return 'filled';
    }
    if (typeof element.select === 'function') element.select();
    else if (element.isContentEditable) getSelection().selectAllChildren(element);
    return document.activeElement === element || element.contains(document.activeElement);`);
}

/** Selects the option with this text or value; false: the element is not there, or has no such option. */
export function choose(place: Place, option: string): string {
  return withFinder(`
    const element = find(${JSON.stringify(place)});
    const wanted = ${JSON.stringify(option)};
    const text = ({ label, textContent }) => (label || textContent).replace(/\\s+/g, ' ').trim();
    const options = [...(element?.options ?? [])];
    const chosen = options.find((one) => text(one) === wanted) ?? options.find(({ value }) => value === wanted);
    if (chosen === undefined) return false;
    element.focus();
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(element, chosen.value);
    chosen.selected = true;
    for (const type of ['input', 'change']) element.dispatchEvent(new Event(type, { bubbles: true }));
    return true;`);
}

/** Reports everything that a person does, by calling the function with this name with JSON. */
export function record(binding: string, secretNames: string): string {
  return withFinder(`
    (${startRecorder.toString()})({
      window: globalThis,
      finder,
      names,
      fields: (${makeTextFields.toString()})(names, ${JSON.stringify(secretNames)}),
      describe: (${makeDescriber.toString()})(finder, names),
      report: (action) => globalThis[${JSON.stringify(binding)}](JSON.stringify(action)),
    });`);
}
