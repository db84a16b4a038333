/** Web vitals: a script that observes them in the page from its first moment on, and one that reads them. */

/** See https://web.dev/articles/vitals. CLS is the largest sum of shifts within 5 seconds without a pause of 1 second. */
export const OBSERVE_VITALS = `(() => {
  const vitals = { lcp: null, cls: 0, inp: null };
  let sum = 0, first = 0, last = 0;
  const observe = (type, options, handle) => {
    try {
      new PerformanceObserver((list) => list.getEntries().forEach(handle)).observe({ type, buffered: true, ...options });
    } catch {}
  };
  observe('largest-contentful-paint', {}, (entry) => { vitals.lcp = entry.startTime; });
  observe('layout-shift', {}, (entry) => {
    if (entry.hadRecentInput) return;
    if (entry.startTime - last > 1000 || entry.startTime - first > 5000) { sum = 0; first = entry.startTime; }
    last = entry.startTime;
    sum += entry.value;
    vitals.cls = Math.max(vitals.cls, sum);
  });
  observe('event', { durationThreshold: 16 }, (entry) => {
    if (entry.interactionId) vitals.inp = Math.max(vitals.inp ?? 0, entry.duration);
  });
  Object.defineProperty(globalThis, '__lookoutVitals', { value: vitals });
})()`;

export const READ_VITALS = `(() => {
  const [navigation] = performance.getEntriesByType('navigation');
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  const { lcp = null, cls = null, inp = null } = globalThis.__lookoutVitals ?? {};
  return { ttfb: navigation?.responseStart ?? null, fcp: paint?.startTime ?? null, lcp, cls, inp };
})()`;

const NAMES = ['ttfb', 'fcp', 'lcp', 'cls', 'inp'] as const;

/** The measured ones, as metrics. A page could put anything there. */
export function toVitals(value: Readonly<Record<string, unknown>>): Readonly<Record<string, number>> {
  const measured = NAMES.flatMap((name) => {
    const number = value[name];
    return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? [[name, number] as const] : [];
  });
  return Object.fromEntries(measured.map(([name, number]) => [name, Math.round(number * 1000) / 1000]));
}
