import { expect, test } from 'vitest';
import type { HistorySpan, StatusHistory } from '../../../contract/model/status-history.ts';
import { csvOf } from '../data/chart-table.ts';
import { plotOf } from '../scale/geometry.ts';
import { linearScale } from '../scale/scale.ts';
import {
  notableStates,
  periodAt,
  periodStops,
  stateBlocks,
  statesIn,
  stateText,
  timelineTable,
  type TimelineRow,
} from './timeline-rows.ts';

type Given = readonly [HistorySpan['state'], number, number, string?];

const history = (...spans: readonly Given[]): StatusHistory => ({
  from: 0,
  to: 1000,
  spans: spans.map(([state, from, to, reason]) => ({ state, from, to, ...(reason === undefined ? {} : { reason }) })),
  open: true,
  incidents: [],
});
const row = (name: string, ...spans: readonly Given[]): TimelineRow => ({
  id: name,
  name,
  history: history(...spans),
});

const SHOP = row('Shop', ['up', 0, 300], ['down', 300, 400], ['up', 400, 1000]);
const API = row('API', ['degraded', 0, 500], ['unknown', 500, 600, 'local.offline'], ['up', 600, 1000]);
const NEW = row('New', ['up', 800, 1000]);
const ALL = [SHOP, API, NEW];
const PLOT = plotOf({ width: 1068, height: 200 }, { from: 0, to: 1000 }, linearScale(1));

test('bars are the states, worse ones higher, and an outage is never too narrow to be seen', () => {
  const short = row('x', ['up', 0, 500], ['down', 500, 500.1], ['up', 500.1, 1000]);
  const blocks = stateBlocks(short.history ?? history(), PLOT, 1000);
  expect(blocks.map(({ look }) => look.label)).toEqual(['history.up', 'history.up', 'history.down']);
  expect(blocks.at(-1)).toMatchObject({ left: 556, width: 2, look: { height: 1, color: 'var(--down)' } });
  expect(blocks[0]).toMatchObject({ left: 56, width: 500 });
});

test('an open state lasts until now, and states outside the range are left out', () => {
  const [block] = stateBlocks(history(['up', 0, 200]), PLOT, 700);
  expect(block).toMatchObject({ left: 56, width: 700 });
  expect(stateBlocks({ ...history(['up', -500, -100]), open: false }, PLOT, 1000)).toEqual([]);
});

test('the arrow keys stop at each period between changes of any row', () => {
  const stops = periodStops(ALL, { from: 0, to: 1000 }, 10);
  expect(stops.map(({ from, to }) => [from, to])).toEqual([
    [0, 300],
    [300, 400],
    [400, 500],
    [500, 600],
    [600, 800],
    [800, 1000],
  ]);
  expect(periodAt(stops, 350)?.from).toBe(300);
  expect(periodAt(stops, 5000)).toBeUndefined();
  expect(new Set(stops.map(({ key }) => key)).size).toBe(stops.length);
  // Changes that are too close together are one period, which shows the worst.
  expect(periodStops(ALL, { from: 0, to: 1000 }, 250).map(({ from }) => from)).toEqual([0, 300, 600]);
});

test('the worst rows come first, each with the worst of its states', () => {
  const states = statesIn(ALL, { from: 250, to: 550 });
  expect(states.map((state) => [state.row.name, stateText(state)])).toEqual([
    ['Shop', 'Down'],
    ['API', 'Offline'],
    ['New', 'Not watched yet'],
  ]);
  expect(notableStates(statesIn(ALL, { from: 650, to: 700 }))).toMatchObject({
    notable: [{ row: NEW }],
    up: 2,
    more: 0,
  });
});

test('of many rows that are not up, the worst are named and the others counted', () => {
  const many = Array.from({ length: 30 }, (_, index) => row(`${index}`, [index < 25 ? 'down' : 'up', 0, 1000]));
  const { notable, more, up } = notableStates(statesIn(many, { from: 0, to: 10 }));
  expect([notable.length, more, up]).toEqual([10, 15, 5]);
});

test('the table has each state with its duration', () => {
  expect(csvOf(timelineTable([SHOP], { from: 100, to: 500 })).split('\r\n')).toEqual([
    'time,endpoint,until,state,duration_ms',
    '1970-01-01T00:00:00.100Z,Shop,1970-01-01T00:00:00.300Z,Up,200',
    '1970-01-01T00:00:00.300Z,Shop,1970-01-01T00:00:00.400Z,Down,100',
    '1970-01-01T00:00:00.400Z,Shop,1970-01-01T00:00:00.500Z,Up,100',
    '',
  ]);
});
