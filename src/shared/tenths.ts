/** Rounds to one decimal place, as the Health view shows its figures. */
export function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
