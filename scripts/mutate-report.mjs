/** The output of `mutate.mjs`: each change that no test notices, with its line, and the score of each file. */

/**
 * @typedef {object} Change
 * @property {string} id
 * @property {string} fileName
 * @property {string} mutatorName
 * @property {string} replacement
 * @property {{ start: Position, end: Position }} location
 *
 * @typedef {{ line: number, column: number }} Position both from 0
 *
 * @typedef {'noticed' | 'missed' | 'not run'} Outcome a test failed; tests ran the changed code, but none failed; no test runs it
 */

/**
 * The changed lines, before and after.
 * @param {Pick<Change, 'location' | 'replacement'>} change
 * @param {string} source
 */
export function changeOf({ location: { start, end }, replacement }, source) {
  const lines = source.split('\n').slice(start.line, end.line + 1);
  const first = lines[0] ?? '';
  const last = lines.at(-1) ?? '';
  const changed = first.slice(0, start.column) + replacement + last.slice(end.column);
  return { before: lines, after: changed.split('\n') };
}

/** @param {Iterable<Outcome>} outcomes one per change */
export function scoreOf(outcomes) {
  const all = [...outcomes];
  const noticed = all.filter((outcome) => outcome === 'noticed').length;
  return { total: all.length, noticed, percent: all.length === 0 ? 100 : (100 * noticed) / all.length };
}

/** @param {Change} change @param {Outcome} outcome @param {string} source of its file */
export function formatMissed(change, outcome, source) {
  const { before, after } = changeOf(change, source);
  const why = outcome === 'missed' ? 'no test notices' : 'no test runs this';
  const place = `${change.fileName}:${change.location.start.line + 1}: ${why} (${change.mutatorName})`;
  return [place, ...before.map((line) => `-${line}`), ...after.map((line) => `+${line}`), ''].join('\n');
}

/** @param {ReadonlyMap<string, readonly Outcome[]>} outcomes by file */
export function formatScores(outcomes) {
  const width = Math.max(5, ...[...outcomes.keys()].map((file) => file.length));
  /** @param {string} name @param {readonly Outcome[]} all */
  const row = (name, all) => {
    const { total, noticed, percent } = scoreOf(all);
    const figures = [total, noticed, total - noticed].map((figure) => String(figure).padStart(8));
    return name.padEnd(width) + figures.join('') + `${percent.toFixed(1)} %`.padStart(9);
  };
  const title = `${'file'.padEnd(width)} changes noticed  missed    score`;
  return [
    title,
    ...[...outcomes].map(([file, all]) => row(file, all)),
    row('total', [...outcomes.values()].flat()),
  ].join('\n');
}
