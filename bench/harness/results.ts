/** The results file: one section per case, replaced when the case runs again. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { BenchCase, Report, Row } from '../case.ts';

const HEAD = `# What Lookout costs

\`npm run bench\` writes this file; [performance.md](../docs/performance.md) says what we learned from it. Each figure is the median of
several turns, with the lowest and highest in brackets. Each turn measures Lookout and the baseline within a minute on the same machine, and
gives one ratio. Compare ratios rather than absolute figures: those depend on the machine.
`;

export interface Circumstances {
  readonly machine: string;
  readonly version: string;
  readonly load: string;
  readonly long: boolean;
  readonly tookMs: number;
}

export function formatSection({ name, title }: BenchCase, report: Report, circumstances: Circumstances): string {
  const { machine, version, load, long, tookMs } = circumstances;
  const when = new Date().toISOString().slice(0, 16).replace('T', ' ');
  const rows = report.rows.map(formatRow);
  const table = ['| what | measured | baseline | ratio | target | |', '| --- | --- | --- | --- | --- | --- |', ...rows];
  const mode = `${long ? 'long' : 'short'} windows, ${Math.round(tookMs / 1000)} s`;
  return [
    `## ${title} (\`${name}\`)`,
    rows.length === 0 ? '' : table.join('\n'),
    ...report.how,
    ...report.leftOut.map((what) => `Left out: ${what}.`),
    `<sub>${when} UTC, Lookout ${version}, ${mode}; ${machine}; ${load}.</sub>`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function formatRow({ what, measured, baseline, ratio, aim, reached }: Row): string {
  const mark = reached === null ? '' : reached ? 'reached' : 'missed';
  return `| ${[what, measured, baseline, ratio, aim, mark].join(' | ')} |`;
}

/** Inserts or replaces a section, in the order of the cases, and keeps the others. */
export function saveSection(file: string, cases: readonly BenchCase[], name: string, section: string): void {
  const sections = new Map<string, string>();
  if (existsSync(file)) {
    for (const part of readFileSync(file, 'utf8').split(/^(?=## )/mu)) {
      const known = /^## .*\(`(?<name>[\w-]+)`\)$/mu.exec(part)?.groups?.['name'];
      if (known !== undefined) sections.set(known, part.trim());
    }
  }
  sections.set(name, section);
  const ordered = cases.flatMap((one) => sections.get(one.name) ?? []);
  writeFileSync(file, `${[HEAD.trim(), ...ordered].join('\n\n')}\n`);
}

/** Prints a report to the terminal. */
export function printReport({ title }: BenchCase, { rows, leftOut }: Report): void {
  console.log(`\n${title}`);
  for (const { what, measured, baseline, ratio, aim, reached } of rows) {
    const parts = [
      `  ${what}: ${measured}`,
      baseline === '' ? '' : `baseline ${baseline}`,
      ratio === '' ? '' : `ratio ${ratio}`,
      aim === '' ? '' : `target ${aim}${reached === null ? '' : reached ? ' (reached)' : ' (missed)'}`,
    ];
    console.log(
      parts
        .filter((part) => part !== '')
        .join('; ')
        .replaceAll('`', ''),
    );
  }
  for (const what of leftOut) console.log(`  left out: ${what}`);
}
