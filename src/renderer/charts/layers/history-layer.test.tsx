import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { HistorySpan } from '../../../contract/model/status-history.ts';
import { EdgeLabel } from './edge-label.tsx';
import { plotOf } from '../scale/geometry.ts';
import { Bands } from './history-layer.tsx';
import { linearScale } from '../scale/scale.ts';

afterEach(cleanup);

const SIZE = { width: 568, height: 100 };

/** Draws the states of the time from 0 to 1,000, as charts do. @param moves whether the chart is live */
function draw(spans: readonly HistorySpan[], { open = false, moves = true } = {}) {
  const span = { from: 0, to: 1000 };
  const history = { from: 0, to: 1000, spans, open, incidents: [] };
  const plot = { ...plotOf(SIZE, { from: -250, to: 1250 }, linearScale(1)), left: 0 };
  const edge = moves ? span.to : null;
  render(
    <>
      <svg>
        <Bands history={history} plot={plot} until={1250} seen={{ left: 85, right: 427 }} labels edge={edge} />
      </svg>
      {moves ? <EdgeLabel history={history} span={span} size={SIZE} /> : null}
    </>,
  );
}

test.each([
  ['a live chart', 'that ended now', { open: false, moves: true }],
  ['a live chart', 'that continues', { open: true, moves: true }],
  ['a chart that does not move', 'that ended now', { open: false, moves: false }],
  ['a chart that does not move', 'that continues', { open: true, moves: false }],
])('in %s, a state %s has one label', (_, __, options) => {
  draw([{ state: 'unwatched', from: 0, to: 1000 }], options);
  expect(screen.getAllByText('Not checked')).toHaveLength(1);
});

test('a state that ended before the edge has its own label', () => {
  draw([
    { state: 'paused', from: 0, to: 500 },
    { state: 'unwatched', from: 500, to: 1000 },
  ]);
  expect(screen.getAllByText('Paused')).toHaveLength(1);
  expect(screen.getAllByText('Not checked')).toHaveLength(1);
});
