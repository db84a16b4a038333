import { describe, expect, test } from 'vitest';
import type { StatusHistory } from '../../../contract/model/status-history.ts';
import { incidentText, pointTime, stopSentence } from './point-text.ts';
import { rowFromCheck, type ChartRow } from './rows.ts';
import { indexOfPointed, stopAt, stopsOf } from './stops.ts';
import { LATENCY } from '../scale/value-format.ts';

const row = (at: number, verdict: 'up' | 'down' = 'up'): ChartRow =>
  rowFromCheck({ at, durationMs: 5, phases: {}, verdict, failure: null, disturbed: false, swallowed: null });
const history: StatusHistory = {
  from: 0,
  to: 1000,
  spans: [
    { state: 'up', from: 0, to: 200 },
    { state: 'notRunning', from: 200, to: 600 },
    { state: 'down', from: 600, to: 800 },
    { state: 'paused', from: 800, to: 900 },
  ],
  open: true,
  incidents: [{ from: 600, to: null, incidents: 1, failures: 2 }],
};
const rows = [row(100), row(190), row(610, 'down'), row(780, 'down')];
const range = { from: 0, to: 1000 };

describe('stops', () => {
  test('are the checks, and the times without checks, in order; an open one ends with the range', () => {
    expect(stopsOf(rows, history, range).map(({ key, x }) => [key, x])).toEqual([
      ['check 100', 100],
      ['check 190', 190],
      ['span 200', 400],
      ['check 610', 610],
      ['check 780', 780],
      ['span 800', 900],
    ]);
    expect(stopsOf(rows, null, { from: 150, to: 700 }).map(({ key }) => key)).toEqual(['check 190', 'check 610']);
  });

  test('the marked point stays marked while it moves, and when zooming replaces it by others nearby', () => {
    const pointed = { key: 'check 600', x: 650 };
    expect(indexOfPointed([{ key: 'check 500', x: 550 }, pointed], pointed, 10)).toBe(1);
    expect(indexOfPointed([{ key: 'check 600', x: 900 }], pointed, 10)).toBe(0);
    const finer = [600, 620, 640, 660].map((at) => ({ key: `check ${at}`, x: at + 10 }));
    expect(indexOfPointed(finer.slice(1), pointed, 30)).toBe(1);
    expect(indexOfPointed([{ key: 'check 0', x: 50 }], pointed, 30)).toBe(-1);
    expect(indexOfPointed(finer, null, 30)).toBe(-1);
  });

  test('the pointer finds the nearest check within reach, and otherwise why there is none', () => {
    const stops = stopsOf(rows, history, range);
    const at = (time: number) => stopAt(stops, time, 40)?.key;
    expect(at(130)).toBe('check 100');
    expect(at(150)).toBe('check 190');
    expect(at(145)).toBeUndefined();
    // Within a time without checks, a check counts only when the pointer is very close to it.
    expect(at(205)).toBe('span 200');
    expect(at(400)).toBe('span 200');
    expect(at(605)).toBe('check 610');
    expect(at(700)).toBeUndefined();
  });

  test('are read out with the incident or the reason', () => {
    const [check, , silence, failed] = stopsOf(rows, history, range);
    const at = (now: number) => ({ format: LATENCY, failureText: () => 'It failed.', now });
    if (check === undefined || silence === undefined || failed === undefined) throw new Error('Expected four stops');
    expect(stopSentence(check, history, at(1000))).toMatch(/, 5\u00a0ms$/u);
    expect(stopSentence(silence, history, at(1000))).toMatch(/: Lookout was not running$/u);
    expect(stopSentence(failed, history, at(61_600))).toMatch(/, failed, Down since .*, for 1\u00a0min 1\u00a0s$/u);
  });

  test('are read out with the exclusion of an incident from uptime', () => {
    const spans = history.spans.map((span) => (span.state === 'down' ? { ...span, state: 'excluded' as const } : span));
    const sentenceAt = (index: number) => {
      const stop = stopsOf(rows, { ...history, spans }, range)[index];
      if (stop === undefined) throw new Error('Expected a stop');
      return stopSentence(stop, { ...history, spans }, { format: LATENCY, failureText: () => '', now: 61_600 });
    };
    expect(sentenceAt(0)).not.toContain('excluded');
    expect(sentenceAt(3)).toMatch(/Down since .*, The endpoint was down; the incident is excluded from uptime$/u);
  });
});

describe('texts', () => {
  const noon = new Date(2026, 2, 27, 12).getTime();

  test('an incident says since when and for how long', () => {
    const incident = { from: noon, to: noon + 500_000, incidents: 1, failures: 3 };
    expect(incidentText(incident, noon + 600_000)).toMatch(/^Down .*12:00:00.* – .*12:08:20.*, 8\u00a0min 20\u00a0s$/u);
    expect(incidentText({ ...incident, incidents: 3 }, noon + 600_000)).toMatch(/^3 incidents, /u);
    expect(incidentText({ ...incident, to: null }, noon + 61_000)).toMatch(/^Down since .*, for 1\u00a0min 1\u00a0s$/u);
  });

  test('a point of several checks says from when to when, with the day when it is not today', () => {
    const point = (width: number) => ({ ...row(noon), width });
    expect(pointTime(point(300_000), noon)).toMatch(/^\S*12:00(?:\sPM)? – \S*12:05/u);
    expect(pointTime(point(300_000), noon + 86_400_000)).toMatch(/27.*12:00.* – .*12:05/u);
    expect(pointTime(point(2 * 86_400_000), noon)).toMatch(/27 – .*29$/u);
  });
});
