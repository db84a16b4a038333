/** Finds the imports of a module in its syntax tree. */
/** A node of the syntax tree that `parseSync` returns. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

/** The specifier that a node imports; null: the node is no import; undefined: the specifier is not a literal. */
export function importOf(node: Node): string | undefined | null {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return textOf(node['source']);
    case 'ExportNamedDeclaration':
      return node['source'] === null ? null : textOf(node['source']);
    case 'TSExternalModuleReference':
      return textOf(node['expression']);
    case 'CallExpression':
      return isName(node['callee'], 'require') ? textOf(argument(node, 0)) : null;
    case 'NewExpression': {
      // `new URL('./worker.js', import.meta.url)` names a file beside this one.
      const base = argument(node, 1);
      const relative = isNode(base) && base.type === 'MemberExpression' && isNode(base['object']);
      if (!isName(node['callee'], 'URL') || !relative || (base['object'] as Node).type !== 'MetaProperty') return null;
      const text = textOf(argument(node, 0));
      // Paths of bundled files in out/ are not modules of src/.
      return text !== undefined && /\.tsx?$/.test(text) ? text : null;
    }
    default:
      return null;
  }
}

function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node['quasis']) || node['quasis'].length !== 1)
    return undefined;
  const [only] = node['quasis'] as { readonly value: { readonly cooked: string } }[];
  return only?.value.cooked;
}

function argument(node: Node, index: number): unknown {
  return Array.isArray(node['arguments']) ? node['arguments'][index] : undefined;
}

function isName(node: unknown, name: string): boolean {
  return isNode(node) && node.type === 'Identifier' && node['name'] === name;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** Visits a node and all nodes in it. */
export function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const entry of value) walk(entry, visit);
  } else if (isNode(value)) {
    visit(value);
    for (const key in value) walk(value[key], visit);
  }
}
