/** Describes elements of a page so that they are found again. The function runs in the page, so it uses nothing of this module. */
import type { PageElement } from './dom.ts';
import type { Finder } from './finder.ts';
import type { Names } from './names.ts';
import type { Place } from './place.ts';

/** @returns a function that gives the place of an element; null: nothing tells it from others */
export function makeDescriber(finder: Finder, names: Names): (element: PageElement) => Place | null {
  const CONTROLS = /^(?:INPUT|SELECT|TEXTAREA)$/u;
  const LONGEST = 80;

  /** Names that frameworks generate change with the next build: `css-1x2y3z`, `:r5:`, `ember123`. */
  function isStable(name: string): boolean {
    if (!/^[A-Za-z][\w-]{1,40}$/u.test(name)) return false;
    return !/\d{3,}|^(?:css|sc|jss|ember|react|radix|mui|headlessui|svelte|emotion)-|__\w{5}$|[0-9](?=[a-z]).*[0-9](?=[a-z])/iu.test(
      name,
    );
  }

  function isShort(text: string): boolean {
    return text !== '' && text.length <= LONGEST && !text.includes('{{');
  }

  /** Selectors for the element alone, the best first. None has a position in it. */
  function selectorsOf(element: PageElement): string[] {
    const tag = element.tagName.toLowerCase();
    const selectors: string[] = [];
    if (isStable(element.id)) selectors.push(`#${element.id}`);
    for (const name of ['name', 'type', 'aria-label', 'placeholder', 'title', 'alt', 'href', 'role', 'for']) {
      const value = element.getAttribute(name) ?? '';
      if (isShort(value) && !/["\\\n]/u.test(value)) selectors.push(`${tag}[${name}="${value}"]`);
    }
    const classes = [...element.classList].filter(isStable).slice(0, 5);
    selectors.push(...classes.map((name) => `${tag}.${name}`));
    if (classes.length > 1) selectors.push(`${tag}.${classes.join('.')}`);
    selectors.push(tag);
    return selectors;
  }

  /** Selectors of the elements around an element, such as `#menu` or `nav`. */
  function holdersOf(element: PageElement): string[] {
    const holders: string[] = [];
    for (let outer = element.parentElement; outer !== null && holders.length < 30; outer = outer.parentElement) {
      const tag = outer.tagName.toLowerCase();
      if (isStable(outer.id)) holders.push(`#${outer.id}`);
      for (const name of finder.testIds) {
        const value = outer.getAttribute(name) ?? '';
        if (isShort(value) && !/["\\\n]/u.test(value)) holders.push(`[${name}="${value}"]`);
      }
      if (/^(?:nav|main|header|footer|aside|form|dialog|table)$/u.test(tag)) holders.push(tag);
      holders.push(
        ...[...outer.classList]
          .filter(isStable)
          .slice(0, 2)
          .map((name) => `.${name}`),
      );
    }
    return holders;
  }

  function isOnly(place: Place, element: PageElement): boolean {
    try {
      const found = finder.findAll(place);
      const [first] = found;
      if (first === undefined || found.length > 1) return false;
      // A text is in the innermost element. A click on it is also a click on the elements around it.
      return first === element || (place.by === 'text' && element.contains(first));
    } catch {
      return false;
    }
  }

  function placesOf(element: PageElement): Place[] {
    const ids = finder.testIds.map((name) => element.getAttribute(name) ?? '').filter(isShort);
    const name = names.nameOf(element);
    const role = names.roleOf(element);
    const named: Place[] = [];
    if (isShort(name)) {
      if (CONTROLS.test(element.tagName) && role !== 'button') named.push({ by: 'label', value: name });
      if (role !== '') named.push({ by: 'role', role, value: name });
      if (!CONTROLS.test(element.tagName)) named.push({ by: 'text', value: name });
    }
    const selectors = selectorsOf(element);
    const direct = selectors.map((value): Place => ({ by: 'css', value }));
    const inside = holdersOf(element).flatMap((holder) =>
      selectors.map((value): Place => ({ by: 'css', value: `${holder} ${value}` })),
    );
    const tests = ids.map((value): Place => ({ by: 'testid', value }));
    // A number in a name, such as that of the items in a cart, will change.
    return /\d/u.test(name)
      ? [...tests, ...direct.slice(0, -1), ...named, ...direct.slice(-1), ...inside]
      : [...tests, ...named, ...direct, ...inside];
  }

  return (element) => placesOf(element).find((place) => isOnly(place, element)) ?? null;
}
