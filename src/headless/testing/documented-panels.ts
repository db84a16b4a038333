/** Test code: what docs/prometheus.md says about Prometheus and Grafana. */
import { expect } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

/** The job of docs/prometheus.md, with another address and target. */
export function documentedJob(document: string, address: string, target: string): object {
  const yaml = /^```yaml\n(?<yaml>scrape_configs:\n.+?)```/msu.exec(document)?.groups?.['yaml'] ?? '';
  const { scrape_configs: jobs } = z
    .object({ scrape_configs: z.array(z.looseObject({ static_configs: z.array(z.unknown()) })) })
    .parse(parse(yaml.replace('192.0.2.10:4477', address)));
  return {
    ...jobs[0],
    job_name: 'documented',
    scrape_interval: '1s',
    static_configs: [{ targets: [target] }],
  };
}

/** The panels of docs/prometheus.md have data, asked as Grafana asks: for a range with a step, and for one time. */
export async function expectPanels(document: string, port: number, target: string): Promise<void> {
  const api = `http://127.0.0.1:${port}/metrics-of-all/api/v1`;
  const ask = async (path: string, params: Readonly<Record<string, string>>) => {
    const response = await fetch(`${api}/${path}`, { method: 'POST', body: new URLSearchParams(params) });
    return z
      .object({ data: z.object({ resultType: z.string(), result: z.array(panelSeries) }) })
      .parse(await response.json());
  };
  const variable = await fetch(`${api}/label/instance/values?match[]=probe_success`);
  expect(await variable.json()).toMatchObject({ data: expect.arrayContaining([target]) });
  const panels = [...document.matchAll(/^```promql\n(?<query>[^`]+?)\n```$/gmu)].map(({ groups }) => groups?.['query']);
  expect(panels).toHaveLength(4);
  // The last one is about vantage points.
  for (const panel of panels.slice(0, 3)) {
    const query = (panel ?? '').replaceAll('$target', target).replaceAll('$__rate_interval', '1m');
    const now = Date.now() / 1000;
    const times = { start: String(now - 60), end: String(now), step: '1' };
    const ranges = (await ask('query_range', { query, ...times })).data;
    const points = ranges.result.flatMap(({ values = [] }) => values).length;
    expect({ query, type: ranges.resultType, hasPoints: points > 0 }).toEqual({
      query,
      type: 'matrix',
      hasPoints: true,
    });
    const instant = (await ask('query', { query, time: String(now) })).data;
    const { length } = ranges.result;
    expect({ query, type: instant.resultType, length: instant.result.length }).toEqual({
      query,
      type: 'vector',
      length,
    });
  }
}

const panelSeries = z.object({ values: z.array(z.unknown()).optional() });
