/** What is wrong in lookout.yaml, and where. */
export interface ConfigError {
  /** The file as the person named it. */
  readonly file: string;
  /**
   * Line and column, both starting at 1; null: the error concerns the whole file, for example because it cannot be
   * read.
   */
  readonly position: { readonly line: number; readonly column: number } | null;
  /** For example `endpoints[3].interval`; empty: no field in particular. */
  readonly path: string;
  /** What is wrong and what would be accepted. */
  readonly message: string;
}

/** Formats an error as `lookout.yaml:12:5 endpoints[3].interval: …`, which terminals and editors turn into a link. */
export function formatConfigError({ file, position, path, message }: ConfigError): string {
  const place = position === null ? file : `${file}:${position.line}:${position.column}`;
  return path === '' ? `${place}: ${message}` : `${place} ${path}: ${message}`;
}
