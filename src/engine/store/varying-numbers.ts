/**
 * More different values than this, over all endpoints, and a number among the details varies: a status has few, a size has
 * many. Until that is known, a finding is stored for each of these values, once a start of Lookout.
 */
const FEW = 16;

/**
 * Tells numbers that stay with the finding, which is stored once, from those that differ from check to check: with the
 * finding, each new value would store it once more, with its certificates.
 */
export class VaryingNumbers {
  /** The values seen so far; null: too many. */
  readonly #seen = new Map<string, Set<number> | null>();

  /** Whether the number of this name varies, this value included. */
  varies(name: string, value: number): boolean {
    // What JSON does not have.
    if (!Number.isFinite(value) || Object.is(value, -0)) return true;
    let seen = this.#seen.get(name);
    if (seen === null) return true;
    if (seen === undefined) {
      seen = new Set();
      this.#seen.set(name, seen);
    }
    seen.add(value);
    if (seen.size <= FEW) return false;
    this.#seen.set(name, null);
    return true;
  }
}
