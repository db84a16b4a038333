import { isAlias, isMap, isNode, isScalar, isSeq, type Document, type LineCounter, type Node } from 'yaml';

/** Keys and indexes from the top of a document, such as `['endpoints', 3, 'interval']`. */
export type Path = readonly (string | number)[];

/**
 * The position of a field in a document: that of its key or, for an entry of a list, of the entry. For a missing field,
 * the position of the nearest value around it.
 * @returns line and column, both starting at 1
 */
export function locate(
  document: Document.Parsed,
  lines: LineCounter,
  path: Path,
): { readonly line: number; readonly column: number } {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((item) => String(isScalar(item.key) ? item.key.value : item.key) === String(step));
      if (pair === undefined) break;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      offset = startOf(node) ?? offset;
    } else {
      break;
    }
  }
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? (node satisfies Node).range?.[0] : undefined;
}

/** Parses a path of an issue, such as `headers.Host` within `endpoints[3]`. */
export function parsePath(text: string): Path {
  return [...text.matchAll(/\[(\d+)\]|([^.[\]]+)/gu)].map(([, index, key]) =>
    index === undefined ? (key ?? '') : Number(index),
  );
}
