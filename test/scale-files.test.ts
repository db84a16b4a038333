/** The files of docs/scale/ start the right programs with options that exist, and Lookout accepts its config. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfigText } from '../src/engine/importers/lookout-yaml/load.ts';
import { parseArguments } from '../src/headless/arguments/parse-arguments.ts';

const folder = new URL('../docs/scale/', import.meta.url);
const read = (name: string) => readFile(new URL(name, folder), 'utf8');
const service = z.object({
  image: z.string(),
  command: z.array(z.string()),
  environment: z.record(z.string(), z.string()).optional(),
  volumes: z.array(z.string()).optional(),
});
const compose = z.object({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.null()) });

test('compose.yml starts vantage points, Prometheus and a Lookout with options that exist', async () => {
  const { services, volumes } = compose.parse(parse(await read('compose.yml'), { merge: true }));
  expect(Object.keys(services)).toEqual(['vantage-a', 'vantage-b', 'prometheus', 'lookout']);
  for (const name of ['vantage-a', 'vantage-b', 'lookout']) {
    expect(parseArguments(services[name]?.command ?? [])).toMatchObject({ command: 'serve', host: '0.0.0.0' });
    expect(services[name]?.environment).toHaveProperty('LOOKOUT_VANTAGE_KEY');
  }
  expect(parseArguments(services['lookout']?.command ?? [])).toMatchObject({
    prometheus: 'http://prometheus:9090',
    targetsDir: '/targets',
  });
  const named = Object.values(services).flatMap((one) => one.volumes ?? []);
  for (const volume of Object.keys(volumes)) expect(named.some((one) => one.startsWith(`${volume}:`))).toBe(true);
});

test('lookout.yaml names the vantage points that compose.yml starts', async () => {
  const { services } = compose.parse(parse(await read('compose.yml'), { merge: true }));
  const config = loadConfigText(await read('lookout.yaml'), 'lookout.yaml');
  if (!config.ok) throw new Error(JSON.stringify(config.errors));
  expect(config.vantages.map(({ address }) => address.split(':')[0])).toEqual(
    Object.keys(services).filter((name) => name.startsWith('vantage-')),
  );
  expect(config.endpoints).toHaveLength(1);
});

test('prometheus.yml is what docs/scale.md shows', async () => {
  expect(await readFile(new URL('../docs/scale.md', import.meta.url), 'utf8')).toContain(await read('prometheus.yml'));
});
