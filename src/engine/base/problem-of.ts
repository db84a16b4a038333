/** Why something failed, in the words of the system. `fetch` says only that it failed, and its cause says why. */
export function problemOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
