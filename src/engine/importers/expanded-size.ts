import { isAlias, isCollection, isPair, isScalar, type Document } from 'yaml';

/**
 * How large a document is with every alias written out, in characters of its texts plus one for each node. A few lines of
 * aliases of aliases can stand for gigabytes. Each anchor is measured once, so this takes as long as the file is long.
 *
 * An alias within its own anchor counts as nothing: such a document is refused for another reason.
 */
export function expandedSize({ contents }: Document.Parsed): number {
  /** By anchor, in the order of the file: a name may be used again for another node. */
  const sizes = new Map<string, number>();

  function sizeOf(node: unknown): number {
    if (isAlias(node)) return sizes.get(node.source) ?? 0;
    if (isPair(node)) return sizeOf(node.key) + sizeOf(node.value);
    let size = 1;
    if (isCollection(node)) for (const item of node.items) size += sizeOf(item);
    else if (isScalar(node) && typeof node.value === 'string') size += node.value.length;
    if ((isCollection(node) || isScalar(node)) && node.anchor !== undefined) sizes.set(node.anchor, size);
    return size;
  }

  return sizeOf(contents);
}
