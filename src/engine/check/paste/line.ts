/**
 * Finds the targets in a line as people paste it: from notes, chats, spreadsheets and Markdown, with names, bullets, quotes
 * and punctuation around them. Pure.
 */

/** A target in a line. */
export interface Piece {
  /** The target as written, without the punctuation around it. */
  readonly target: string;
  /** What the line calls it; empty: nothing. */
  readonly name: string;
}

/** The longest name. A longer text before a target is a sentence. */
const NAME_LENGTH = 60;
/** Bullets, numbers, check boxes and quotation marks of Markdown at the beginning of a line. */
const BULLETS = /^(?:(?:[-*+•‣▪◦·–—>|]|\d{1,4}[.)]|\[[ x]\])\s+)+/iu;
/** `[text](url)`, `[text](<url>)` and `[text](url "title")`, with parentheses in pairs in the URL. */
const LINK = /!?\[(?<text>[^[\]]*)\]\(\s*<?(?<url>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+"[^"]*")?\s*\)/gu;
/** Text in quotes, or characters without space. */
const TOKEN =
  /(?<=^|[\s([{,;])(?:"(?<double>[^"]*)"|“(?<curly>[^”]*)”|'(?<single>[^']*)'|`(?<tick>[^`]*)`)(?=$|[\s,;:|)\]}])|\S+/gu;
/** Words around a name and its target that are not part of the name. */
const FILLER =
  /^(?:[-–—:=|·•→,;]+|[-=]>|and|&|url|uri|href|link|host|hostname|target|endpoint|address|name|site|website)$/iu;

/** Whether a line has nothing to read: a rule, the rule of a table, or the heading of one. */
export function isNoise(line: string): boolean {
  if (/^[-|:+=_*~\s]*$/u.test(line)) return true;
  const words = tokensOf(line.replace(BULLETS, '')).map(({ text }) => text);
  return words.length > 1 && words.every((word) => word === '' || FILLER.test(word));
}

/** Whether a word is certainly a target and not part of a name. */
type IsTarget = (word: string) => boolean;

/**
 * @param line without line breaks and comments
 * @param isOwn whether a word, such as `dns:example.org`, is a target in a kind's own notation
 */
export function findPieces(line: string, isOwn: IsTarget = () => false): readonly Piece[] {
  const isSure: IsTarget = (word) => isTarget(word) || (OWN_NOTATION.test(word) && isOwn(word));
  const links: Piece[] = [];
  const rest = line
    .replaceAll(/[\u200b\u200e\u200f\ufeff]/gu, '')
    .replace(BULLETS, '')
    .replaceAll(LINK, (link, text: string, url: string) => {
      const target = trim(url);
      if (!isSure(target)) return link;
      links.push({ target, name: isSure(trim(text)) ? '' : nameOf([text]) });
      return ' , ';
    });
  const chunks = chunksOf(rest);
  const pieces = namedPieces(chunks, isSure);
  if (links.length + pieces.length > 0) return [...links, ...pieces];
  // No word is certainly a target. A word alone, or several with commas between them, may be host names.
  const words = chunks.flatMap((chunk) => (chunk.length === 1 ? chunk : []));
  const alone = words.length === chunks.length && (words.length === 1 || words.every(({ text }) => !FILLER.test(text)));
  return alone ? words.map(({ text }) => ({ target: text, name: '' })) : [];
}

/** A word or a text in quotes. */
interface Token {
  /** Without the punctuation around it. */
  readonly text: string;
  /** As written; a part of a name keeps its punctuation. */
  readonly raw: string;
  /** A comma, a semicolon or the border of a table's cell follows. */
  readonly endsChunk: boolean;
}

type Chunk = readonly Token[];

/** What commas and borders of cells separate. */
function chunksOf(text: string): readonly Chunk[] {
  const chunks: Token[][] = [[]];
  for (const token of tokensOf(text)) {
    if (token.text !== '') chunks.at(-1)?.push(token);
    if (token.endsChunk) chunks.push([]);
  }
  return chunks.filter((chunk) => chunk.length > 0);
}

/**
 * Each target with its name: the words before it in its chunk, or else the chunk before. The only target of a line may have
 * its name after it.
 */
function namedPieces(chunks: readonly Chunk[], isSure: IsTarget): readonly Piece[] {
  const pieces: Piece[] = [];
  /** The chunk before, if it has no target. */
  let before: Chunk = [];
  /** What follows the last target. */
  let after: Chunk = [];
  for (const chunk of chunks) {
    // Beside a URL, what looks like a host name (`Node.js`) is part of the name.
    const hasUrl = chunk.some(({ text }) => URL_START.test(text));
    let words: Token[] = [];
    let found = false;
    for (const token of chunk) {
      if (!(hasUrl ? URL_START.test(token.text) : isSure(token.text))) {
        words.push(token);
        continue;
      }
      const own = nameOf(words.map(({ raw }) => raw));
      pieces.push({ target: token.text, name: own === '' && !found ? nameOf(before.map(({ raw }) => raw)) : own });
      words = [];
      found = true;
    }
    if (found) after = words;
    else if (after.length === 0) after = chunk;
    before = found ? [] : chunk;
  }
  const [only, ...others] = pieces;
  return only?.name === '' && others.length === 0
    ? [{ target: only.target, name: nameOf(after.map(({ raw }) => raw)) }]
    : pieces;
}

function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(TOKEN)].flatMap(({ 0: whole, groups = {} }): readonly Token[] => {
    const quoted = groups['double'] ?? groups['curly'] ?? groups['single'] ?? groups['tick'];
    if (quoted !== undefined) return [{ text: trim(quoted), raw: quoted, endsChunk: false }];
    if (/^[,;|]+$/u.test(whole)) return [{ text: '', raw: '', endsChunk: true }];
    const parts = splitAtCommas(whole);
    return parts.map((part, index) => ({
      text: trim(part),
      raw: part,
      endsChunk: index < parts.length - 1 || /[,;]["'”’)\]]*$/u.test(part),
    }));
  });
}

/**
 * Splits `a.example,b.example` and `Shop,https://shop.example/`, but not at the commas in the path of a URL. The URL of a
 * cluster, `mongodb://a,b/`, stays whole.
 */
function splitAtCommas(word: string): readonly string[] {
  const parts: string[] = [];
  /** What has been read of the URL that the last part is; null: it is none. Kept, so that no character is read twice. */
  let url: { readonly web: boolean; path: boolean; query: boolean } | null = null;
  let start = 0;
  let end = 0;
  for (const part of word.split(/(?<=[,;])(?=\S)/u)) {
    const startsUrl = URL_START.test(part);
    // The host of a web address has no comma, so it ends there. In a row of a table, a path ends there as well.
    const mayGoOn = url !== null && (url.path || !url.web) && (parts.length === 0 || url.query);
    if (end > 0 && !(mayGoOn && !startsUrl && !(url?.path === true && isTarget(trim(part))))) {
      parts.push(word.slice(start, end));
      start = end;
      url = null;
    }
    const rest = startsUrl ? part.replace(URL_START, '') : part;
    if (startsUrl) url = { web: /^https?:/iu.test(part), path: false, query: false };
    if (url !== null) {
      url.path ||= /[/?#]/u.test(rest);
      url.query ||= rest.includes('?');
    }
    end += part.length;
  }
  return [...parts, word.slice(start, end)];
}

const URL_START = /^(?:jdbc:)?[a-z][a-z0-9+.-]*:\/\//iu;
/** What a target of a kind's own begins with: a word and a colon. */
const OWN_NOTATION = /^[a-z][a-z0-9+.-]*:./iu;
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\]|localhost)(?::\d+)?(?:[/?#]\S*)?$/iu;
const ADDRESS_6 = /^(?=[0-9a-f:.]*:[0-9a-f:.]*:)[0-9a-f:.]+$/iu;
const NAME_AND_PORT = /^(?=[^:]*\p{L})[^\s/?#@:[\],;"]+:\d+(?:[/?#]\S*)?$/u;
const DOTTED_NAME = /^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\.\p{L}[\p{L}\p{N}-]+(?::\d+)?(?:[/?#]\S*)?$/u;

/** Whether a word is certainly a target and not part of a name. A word such as `web` may be either. */
function isTarget(word: string): boolean {
  return [URL_START, ADDRESS, ADDRESS_6, NAME_AND_PORT, DOTTED_NAME].some((pattern) => pattern.test(word));
}

/** Without `key=`, quotes, brackets and punctuation around it. A closing bracket stays if its opening one is there. */
function trim(text: string): string {
  let trimmed = text.replace(/^[a-z]+=(?=["'a-z])/iu, '').replace(/^[\s<("'“‘`{*]+/u, '');
  if (/^\[(?![0-9a-f:.]+\])/iu.test(trimmed)) trimmed = trimmed.slice(1);
  const hasParenthesis = trimmed.includes('(');
  const hasBracket = trimmed.includes('[');
  let end = trimmed.length;
  for (; end > 0; end--) {
    const last = trimmed.charAt(end - 1);
    const paired = (last === ')' && hasParenthesis) || (last === ']' && hasBracket);
    if (paired || !/[\s.,;:!?>)\]}"'”’`|*]/u.test(last)) break;
  }
  return trimmed.slice(0, end);
}

/** @param words as written */
function nameOf(words: readonly string[]): string {
  const name = words
    .filter((word) => !FILLER.test(trim(word) || word))
    .join(' ')
    .replaceAll(/[*`]+/gu, '')
    .replace(/^[\s("'“‘]+(?![^)]*\))/u, '')
    .replace(/[\s:,;=("'”–—|-]+$/u, '')
    .replace(/^\((?<inner>[^()]*)\)$/u, '$<inner>')
    .trim();
  return name.length > NAME_LENGTH ? '' : name;
}
