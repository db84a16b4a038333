/** How elements are found and described, in a page without a browser. */
import { describe, expect, it } from 'vitest';
import { makeDescriber } from './describer.ts';
import type { PageElement } from './dom.ts';
import { makeFinder, type Finder } from './finder.ts';
import { makeNames } from './names.ts';
import type { Place } from './place.ts';
import { openPage } from './testing/page.ts';

function page(html: string): {
  finder: Finder;
  one: (selector: string) => PageElement;
  place: (selector: string) => Place | null;
} {
  const { window, one } = openPage(html);
  const names = makeNames(window.document);
  const finder = makeFinder(window, names);
  const describeOne = makeDescriber(finder, names);
  return { finder, one, place: (selector) => describeOne(one(selector)) };
}

describe('the place of an element', () => {
  it.each<[string, string, Place]>([
    ['<button data-testid="go" id="b">Go</button>', 'button', { by: 'testid', value: 'go' }],
    ['<button data-cy="go">Go</button>', 'button', { by: 'testid', value: 'go' }],
    ['<button>Go <b>now</b></button>', 'button', { by: 'role', role: 'button', value: 'Go now' }],
    ['<a href="/x">Help</a>', 'a', { by: 'role', role: 'link', value: 'Help' }],
    ['<label>Name <input></label>', 'input', { by: 'label', value: 'Name' }],
    ['<label for="n">Name</label><input id="n">', 'input', { by: 'label', value: 'Name' }],
    ['<input aria-label="Search" type="search">', 'input', { by: 'label', value: 'Search' }],
    ['<input type="submit" value="Send">', 'input', { by: 'role', role: 'button', value: 'Send' }],
    ['<div role="tab">Price</div>', 'div', { by: 'role', role: 'tab', value: 'Price' }],
    ['<p>Thanks</p>', 'p', { by: 'text', value: 'Thanks' }],
    ['<div><p>Thanks</p></div>', 'div', { by: 'text', value: 'Thanks' }],
    [
      '<button aria-labelledby="t"><svg></svg></button><i id="t">Close</i>',
      'button',
      { by: 'role', role: 'button', value: 'Close' },
    ],
    ['<button><img alt="Menu"></button>', 'button', { by: 'role', role: 'button', value: 'Menu' }],
    // There are two of them, so their containers distinguish them.
    [
      '<nav><a href="/a">Go</a></nav><footer><a href="/b">Go</a></footer>',
      'footer a',
      { by: 'css', value: 'a[href="/b"]' },
    ],
    [
      '<ul id="one"><li><b>x</b></li></ul><ul id="two"><li><b>x</b></li></ul>',
      '#two b',
      { by: 'css', value: '#two b' },
    ],
    ['<input name="q"><input name="r">', '[name=r]', { by: 'css', value: 'input[name="r"]' }],
    // A count is different next time.
    ['<a href="/cart" id="cart">Cart (3)</a>', 'a', { by: 'css', value: '#cart' }],
    // Hidden elements do not count.
    [
      '<button hidden>Go</button><button>Go</button>',
      'button:not([hidden])',
      { by: 'role', role: 'button', value: 'Go' },
    ],
  ])('%s: %s', (html, selector, expected) => {
    expect(page(html).place(selector)).toEqual(expected);
  });

  it('uses neither names that a framework generates nor a position', () => {
    const { place } = page('<div class="css-1x2y3z" id="radix-12"></div><div class="css-1x2y3z" id="radix-13"></div>');
    expect(place('#radix-13')).toBeNull();
  });

  it('is found again', () => {
    const html = `<main><h1>Shop</h1><form><label>User <input name="u"></label><input type="password" name="p"><button>Go</button></form>
      <table><tr><td><button class="remove">×</button></td></tr></table><p>Say "hi"</p></main>`;
    const { finder, one, place } = page(html);
    for (const selector of ['h1', '[name=u]', '[name=p]', 'form button', '.remove', 'p']) {
      const found = place(selector);
      expect(found === null ? [] : finder.findAll(found)).toEqual([one(selector)]);
    }
  });
});

describe('finding', () => {
  it('finds the innermost elements with a text', () => {
    const { finder, one } = page('<section><p>Hello <b>you</b></p></section><script>Hello</script>');
    expect(finder.findAll({ by: 'text', value: 'Hello' })).toEqual([one('p')]);
    expect(finder.findAll({ by: 'text', value: 'you' })).toEqual([one('b')]);
    expect(finder.findAll({ by: 'text', value: 'nothing' })).toEqual([]);
  });

  it('throws for a selector that does not parse', () => {
    expect(() => page('').finder.findAll({ by: 'css', value: '##' })).toThrow('##');
  });
});
