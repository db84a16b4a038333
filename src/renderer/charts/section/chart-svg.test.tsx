import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { chartImage } from './chart-svg.ts';
import { historyLook } from '../data/history-look.ts';
import { Legend } from '../layers/legend.tsx';

afterEach(cleanup);

test('the legend of a saved chart has a sample of each hatched area', () => {
  const looks = (['paused', 'notRunning'] as const).flatMap((state) => historyLook({ state }) ?? []);
  const { container } = render(
    <section>
      <div data-chart>
        <svg />
      </div>
      <Legend looks={looks} banded={false} degradedAbove={null} thresholdAbove={false} summary={null} />
    </section>,
  );
  const section = container.querySelector('section');
  if (section === null) throw new Error('Expected a section');
  const { svg } = chartImage(section, 'Latency of Shop', 'Today');
  for (const word of ['Each check', 'Paused', 'Not running']) expect(svg).toContain(`>${word}</text>`);
  const patterns = [...svg.matchAll(/<pattern[^>]* id="([^"]+)"/gu)].map(([, id]) => id);
  expect(patterns).toHaveLength(2);
  for (const id of patterns) expect(svg).toMatch(new RegExp(`fill="url\\(["&quot;]*#${id}`, 'u'));
});
