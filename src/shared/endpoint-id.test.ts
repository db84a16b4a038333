import { expect, it } from 'vitest';
import { NO_CAPABILITIES } from '../contract/model/source.ts';
import { capabilitiesOf, capabilitiesOfAll, isIdInSource, endpointIdOf, idInSource, sourceOf } from './endpoint-id.ts';

it.each([
  ['local', '9c7e2f0a', '9c7e2f0a'],
  ['berlin', '9c7e2f0a', 'berlin~9c7e2f0a'],
])('an endpoint of the source %s', (source, id, qualified) => {
  expect(endpointIdOf(source, id)).toBe(qualified);
  expect(sourceOf(qualified)).toBe(source);
  expect(idInSource(qualified)).toBe(id);
});

it.each(['', 'a~b'])('refuses a source named %j', (source) => {
  expect(() => endpointIdOf(source, '1')).toThrow(RangeError);
});

it("returns the capabilities of the endpoint's source", () => {
  const all = {
    edit: true,
    pause: true,
    checkNow: true,
    respond: true,
    import: true,
    changeSettings: true,
    vantages: false,
  };
  const sources = [{ id: 'local', capabilities: all }];
  expect(capabilitiesOf(sources, '9c7e2f0a')).toBe(all);
  expect(capabilitiesOf(sources, 'berlin~9c7e2f0a')).toBe(NO_CAPABILITIES);
});

it('combines the capabilities of several sources: what each of them can do', () => {
  const none = { ...NO_CAPABILITIES, checkNow: true };
  const all = { ...NO_CAPABILITIES, checkNow: true, pause: true };
  const sources = [
    { id: 'local', capabilities: all },
    { id: 'berlin', capabilities: none },
  ];
  expect(capabilitiesOfAll(sources, ['a', 'b'])).toEqual(all);
  expect(capabilitiesOfAll(sources, ['a', 'berlin~b'])).toEqual(none);
  expect(capabilitiesOfAll(sources, ['a', 'gone~b'])).toEqual(NO_CAPABILITIES);
  expect(capabilitiesOfAll(sources, [])).toEqual(NO_CAPABILITIES);
});

it('knows which ids contain a source', () => {
  expect([isIdInSource('a'), isIdInSource('berlin~a')]).toEqual([false, true]);
});
