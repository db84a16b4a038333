/**
 * A share of 1 as percent, such as `99.98 %`; `–` for null. Rounded down, so that down time never shows as 100 %.
 * @param digits the most digits after the point; 1 or more
 */
export function uptimePercent(ratio: number | null, digits: number): string {
  if (ratio === null) return '–';
  const scale = 10 ** digits;
  // Floating-point errors must not take a digit away: 0.29 * 100 is a little less than 29.
  const percent = Math.floor(ratio * 100 * scale + 1e-6) / scale;
  return `${percent.toFixed(digits).replace(/\.?0+$/u, '')} %`;
}
