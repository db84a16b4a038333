/** What is wrong with lookout.yaml, and where. */
export interface ConfigError {
  /** The file as the person named it. */
  readonly file: string;
  /** 1-based, both; null: the file as a whole, such as one that cannot be read. */
  readonly position: { readonly line: number; readonly column: number } | null;
  /** Such as `endpoints[3].interval`; empty: no field in particular. */
  readonly path: string;
  /** What is wrong and what would be accepted. */
  readonly message: string;
}

/** `lookout.yaml:12:5 endpoints[3].interval: Expected …`, which terminals and editors make a link of. */
export function formatConfigError({ file, position, path, message }: ConfigError): string {
  const place = position === null ? file : `${file}:${position.line}:${position.column}`;
  return path === '' ? `${place}: ${message}` : `${place} ${path}: ${message}`;
}
