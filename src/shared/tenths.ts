/** Rounds to one place, as Health shows its figures. */
export function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
