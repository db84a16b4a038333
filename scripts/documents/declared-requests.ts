/** Reads from the source of `src/contract/channels/` how each request is declared. */

export interface DeclaredRequest {
  /** The names of the types of its arguments; of a list, those of its entries. */
  readonly types: ReadonlyMap<string, string>;
  /** The type of the answer, as it is written. */
  readonly answer: string;
}

/** @param source the text of all files */
export function declaredRequests(source: string): ReadonlyMap<string, DeclaredRequest> {
  const requests = new Map<string, DeclaredRequest>();
  for (const [, channel = '', args = '', answer = ''] of source.matchAll(
    /^ {2}'([\w.]+)': \{\s+args: ([\s\S]*?);\s+answer: ([^;]+?);?\s+\};$/gm,
  )) {
    requests.set(channel, { types: typesOf(args, source), answer });
  }
  return requests;
}

/** @param args the fields in braces, or the name of an interface */
function typesOf(args: string, source: string): ReadonlyMap<string, string> {
  const fields = /^\w+$/u.test(args)
    ? (new RegExp(`interface ${args} \\{([^]*?)^\\}`, 'mu').exec(source)?.[1] ?? '')
    : args;
  return new Map([...fields.matchAll(/(\w+)\??: (\w+)/gu)].map(([, name = '', type = '']) => [name, type]));
}
