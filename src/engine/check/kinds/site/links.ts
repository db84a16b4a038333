/** Finds the references of an HTML page. Reads only its tags, in time proportional to its length. */

export interface Reference {
  /** Absolute, without a fragment. */
  readonly url: string;
  /** `link`: a page to go to. `resource`: something that the page loads. `form`: where a form is sent. */
  readonly type: 'link' | 'resource' | 'form';
}

const TAG =
  /<(?<tag>a|area|audio|base|embed|form|iframe|img|input|link|object|script|source|track|video)(?<attributes>\s[^<>]*)>/giu;
const ATTRIBUTE = /(?<name>[a-z-]+)\s*=\s*(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>[^\s"'>]+))/giu;
/** References in one page. */
const MAX_REFERENCES = 1_000;

/** @param url of the page */
export function referencesIn(html: string, url: URL): readonly Reference[] {
  // The content of comments and scripts is not part of the page.
  const visible = html.replaceAll(/<!--[\s\S]*?(?:-->|$)|(<script\b[^<>]*>)[\s\S]*?(?:<\/script\s*>|$)/giu, '$1');
  let base = url;
  const found = new Map<string, Reference>();
  for (const { groups = {} } of visible.matchAll(TAG)) {
    const attributes = attributesOf(groups['attributes'] ?? '');
    const tag = (groups['tag'] ?? '').toLowerCase();
    if (tag === 'base') base = resolve(attributes.get('href') ?? '', url) ?? base;
    for (const reference of referencesOf(tag, attributes)) {
      const target = resolve(reference.url, base);
      if (target === null || found.size >= MAX_REFERENCES) continue;
      found.set(`${reference.type} ${target.href}`, { ...reference, url: target.href });
    }
  }
  return [...found.values()];
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const { groups = {} } of text.matchAll(ATTRIBUTE)) {
    const name = (groups['name'] ?? '').toLowerCase();
    if (!attributes.has(name))
      attributes.set(name, decode(groups['double'] ?? groups['single'] ?? groups['bare'] ?? ''));
  }
  return attributes;
}

function referencesOf(tag: string, attributes: ReadonlyMap<string, string>): readonly Reference[] {
  const of = (type: Reference['type'], ...names: readonly string[]) =>
    names.flatMap((name) => {
      const value = attributes.get(name)?.trim();
      return value === undefined || value === '' ? [] : [{ type, url: value }];
    });
  switch (tag) {
    case 'a':
    case 'area':
      return of('link', 'href');
    case 'base':
      return [];
    case 'form':
      return of('form', 'action');
    case 'link': {
      const loads = /\b(?:stylesheet|icon|preload|modulepreload|manifest)\b/iu.test(attributes.get('rel') ?? '');
      return of(
        loads ? 'resource' : 'link',
        ...(/\bpreconnect|dns-prefetch\b/iu.test(attributes.get('rel') ?? '') ? [] : ['href']),
      );
    }
    case 'object':
      return of('resource', 'data');
    case 'video':
      return of('resource', 'src', 'poster');
    default: {
      const candidates = (attributes.get('srcset') ?? '')
        .split(/,\s+/u)
        .map((one) => one.trim().split(/\s+/u)[0] ?? '');
      const urls = candidates.filter((one) => one !== '').map((one) => ({ type: 'resource', url: one }) as const);
      return [...of('resource', 'src'), ...urls];
    }
  }
}

/** Null: it is not a page or a file of the web, such as `mailto:`. */
function resolve(text: string, base: URL): URL | null {
  if (!URL.canParse(text, base.href)) return null;
  const url = new URL(text, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  url.hash = '';
  url.username = '';
  url.password = '';
  return url;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  '#x27': "'",
  '#38': '&',
};

function decode(text: string): string {
  return text.replaceAll(
    /&(amp|lt|gt|quot|#39|#x27|#38);/giu,
    (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole,
  );
}
