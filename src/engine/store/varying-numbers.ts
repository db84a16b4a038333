/**
 * A number in the details varies when it has had more different values than this, over all endpoints. A status has few
 * values, a size has many. Until a number is found to vary, each of its values is stored with a finding of its own, at
 * most once per start of Lookout.
 */
const FEW = 16;

/**
 * Distinguishes numbers that stay with the finding, which is stored once, from numbers that differ from check to check.
 * If those stayed with the finding, each new value would store the finding again, with its certificates.
 */
export class VaryingNumbers {
  /** The values seen so far; null: too many. */
  readonly #seen = new Map<string, Set<number> | null>();

  /** Whether the number with this name varies, including this value. */
  varies(name: string, value: number): boolean {
    // JSON cannot represent these values.
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
