/** The workflows on GitHub are valid, and run scripts that exist. */
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, '.github', 'workflows');

const env = z.record(z.string(), z.string());
const step = z
  .strictObject({
    if: z.string(),
    uses: z.string().regex(/^[\w-]+\/[\w-]+@v\d+$/),
    with: z.record(z.string(), z.unknown()),
    run: z.string(),
    env,
  })
  .partial()
  .refine(({ uses, run }) => (uses === undefined) !== (run === undefined), 'Expected either uses or run');
const permissions = z.record(z.string(), z.enum(['read', 'write', 'none']));
const needs = z.string().optional();
const job = z.union([
  z.strictObject({ uses: z.string().startsWith('./.github/workflows/'), needs }),
  z.strictObject({
    needs,
    'runs-on': z.string(),
    'timeout-minutes': z.number().max(60),
    strategy: z
      .strictObject({ 'fail-fast': z.boolean(), matrix: z.record(z.string(), z.array(z.string())) })
      .optional(),
    permissions: permissions.optional(),
    defaults: z.unknown().optional(),
    steps: z.array(step).min(1),
  }),
]);
/** The parts of GitHub's syntax that these workflows use. Another key is a mistake until it is added here. */
const workflow = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions,
  concurrency: z.unknown().optional(),
  jobs: z.record(z.string(), job),
});

async function read(name: string) {
  const document = parseDocument(await readFile(join(FOLDER, name), 'utf8'), { strict: true, uniqueKeys: true });
  expect(document.errors.concat(document.warnings)).toEqual([]);
  return workflow.parse(document.toJS());
}

const names = (await readdir(FOLDER)).filter((name) => /\.ya?ml$/.test(name));
const SYSTEMS = ['ubuntu', 'macos', 'windows'];
const systemsOf = (value: z.infer<typeof job> | undefined): string[] =>
  value !== undefined && 'strategy' in value
    ? (value.strategy?.matrix['os'] ?? []).map((os) => os.split('-')[0] ?? '')
    : [];
const runsOf = (value: z.infer<typeof job> | undefined): string =>
  value !== undefined && 'steps' in value ? value.steps.map(({ run }) => run ?? '').join('\n') : '';

describe.each(names)('the workflow %s', (name) => {
  it('is valid, and has only the permissions that it needs', async () => {
    const { permissions: granted } = await read(name);
    expect(granted).toEqual({ contents: 'read' });
  });

  it('waits only for jobs that exist', async () => {
    const { jobs } = await read(name);
    const missing = Object.values(jobs).flatMap(({ needs }) => (needs === undefined || needs in jobs ? [] : [needs]));
    expect(missing).toEqual([]);
  });

  it('runs scripts that exist', async () => {
    const { jobs } = await read(name);
    const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
    for (const value of Object.values(jobs)) {
      if ('uses' in value) expect(existsSync(join(ROOT, value.uses))).toBe(true);
      for (const [, script] of runsOf(value).matchAll(/\bnpm run (\S+)/g)) expect(scripts).toHaveProperty(script ?? '');
      for (const [file] of runsOf(value).matchAll(/^\.ci\/\S+/gm)) expect(existsSync(join(ROOT, file))).toBe(true);
    }
  });
});

it('the check runs everything on one system, and the specs with real Electron on three', async () => {
  const { jobs } = await read('ci.yml');
  expect(runsOf(jobs['check'])).toContain('.ci/run');
  expect(new Set(systemsOf(jobs['electron']))).toEqual(new Set(SYSTEMS));
  expect(runsOf(jobs['electron'])).toMatch(/install-electron[^]*vitest run --project e2e/);
});

it('the specs with real Electron run on both architectures of each system, and on Wayland', async () => {
  const { jobs } = await read('ci.yml');
  const electron = jobs['electron'];
  const machines = electron !== undefined && 'strategy' in electron ? electron.strategy?.matrix['os'] : undefined;
  // macOS runs on arm64 unless its name says otherwise, the others on x64.
  expect(machines?.filter((os) => /-(?:arm|intel)$/u.test(os))).toEqual([
    'ubuntu-24.04-arm',
    'macos-15-intel',
    'windows-11-arm',
  ]);
  expect(machines).toHaveLength(2 * SYSTEMS.length);
  expect(runsOf(jobs['wayland'])).toMatch(/install-electron[^]*^\.ci\/wayland .*vitest run --project e2e/m);
});

it('a release is packaged on three systems after the check, as a draft', async () => {
  const { on, jobs } = await read('release.yml');
  expect(on).toEqual({ push: { tags: ['v*'] } });
  expect(jobs['draft']).toMatchObject({ needs: 'check' });
  expect(runsOf(jobs['draft'])).toContain('--draft');
  expect(jobs['package']).toMatchObject({ needs: 'draft' });
  expect(systemsOf(jobs['package'])).toEqual(SYSTEMS);
  expect(runsOf(jobs['package'])).toContain('npm run package -- --all-archs --publish');
});

it('a mistake in a workflow is detected', () => {
  const good = { name: 'a', on: { push: null }, permissions: {}, jobs: {} };
  const withStep = (step: object) => ({
    ...good,
    jobs: { a: { 'runs-on': 'x', 'timeout-minutes': 1, steps: [step] } },
  });
  expect(workflow.safeParse(withStep({ run: 'true' })).success).toBe(true);
  expect(workflow.safeParse(withStep({ runs: 'true' })).success).toBe(false);
  expect(workflow.safeParse(withStep({ run: 'true', uses: 'a/b@v1' })).success).toBe(false);
  expect(workflow.safeParse(withStep({ uses: 'a/b@main' })).success).toBe(false);
  expect(workflow.safeParse({ ...good, job: {} }).success).toBe(false);
});
