import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoBrowser } from '../hosts/headless.ts';
import { startFixture, type FixtureApp } from './fixture-app.ts';

describe.skipIf(whyNoBrowser !== '')('the worlds of a page', () => {
  let fixture: FixtureApp;
  const inPage = (expression: string): Promise<unknown> => fixture.page.evaluate(expression);
  const failure = (expression: string): Promise<unknown> =>
    inPage(`(async () => { try { await (${expression}); return 'nothing'; } catch (error) { return error; } })()`).then(
      (error) => (error instanceof Error ? error.message : error),
    );

  beforeAll(async () => {
    fixture = await startFixture();
  });
  afterAll(async () => {
    expect(await fixture.stop()).toBe(0);
    expect(fixture.app.problems).toEqual(
      ['The double has no require("fs") in a sandboxed preload'].map((what) => expect.stringContaining(what)),
    );
  });

  it('separates the globals of the preload and of the page', async () => {
    expect(await inPage('atStart')).toEqual({ bridge: 'object', secret: 'undefined', require: 'undefined' });
    expect(await inPage('[typeof secretOfThePreload, typeof require, typeof process, typeof module]')).toEqual(
      Array.from({ length: 4 }, () => 'undefined'),
    );
    expect(await inPage('fixture.world()')).toEqual({
      require: 'function',
      process: 'object',
      exportsOnly: 'object',
      pageGlobal: 'undefined',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/u),
      sandboxed: true,
      buffer: 'undefined',
    });
    expect(await inPage('Object.getOwnPropertyNames(globalThis).filter((name) => /electron/iu.test(name))')).toEqual(
      [],
    );
  });

  it('shares only the document', async () => {
    expect(await inPage('fixture.sameDocument()')).toBe('root');
    expect(await failure('fixture.requireFs()')).toContain('The double has no require("fs")');
  });

  it('freezes what is exposed, and exposes a name only once', async () => {
    expect(await inPage('[Object.isFrozen(fixture), Object.isFrozen(fixture.values)]')).toEqual([true, true]);
    expect(await inPage('(() => { fixture.echo = 1; return typeof fixture.echo; })()')).toBe('function');
    expect(await inPage('(() => { try { globalThis.fixture = 1 } catch {} return typeof fixture; })()')).toBe('object');
    expect(await failure('fixture.again()')).toBe(
      'Cannot bind an API on top of an existing property on the window object',
    );
  });

  it('clones values without prototypes and symbols, and errors with their message only', async () => {
    expect(await inPage('[...fixture.values.map]')).toEqual([['a', 1]]);
    expect(await inPage('fixture.values.map instanceof Map && fixture.values.date instanceof Date')).toBe(true);
    expect(await inPage('fixture.values.bytes instanceof Uint8Array && fixture.values.bytes.join()')).toBe('1,2');
    expect(
      await inPage(
        '[fixture.values.error instanceof Error, fixture.values.error.message, fixture.values.error.code ?? null]',
      ),
    ).toEqual([true, 'wrong', null]);
    expect(await inPage('[fixture.values.thing.own, typeof fixture.values.thing.method]')).toEqual([1, 'undefined']);
    expect(await inPage('Object.getPrototypeOf(fixture.values.thing) === Object.prototype')).toBe(true);
    expect(await inPage("['symbol' in fixture.values, 'none' in fixture.values, fixture.values.big === 10n]")).toEqual([
      false,
      true,
      true,
    ]);
    expect(await inPage('fixture.isMap(new Map())')).toBe(true);
    expect(
      await inPage(
        '(() => { const o = { n: 1 }; o.self = o; const b = fixture.echo(o); return b.self === b && b !== o; })()',
      ),
    ).toBe(true);
    expect(
      await inPage(
        '(() => { const o = JSON.parse(\'{"__proto__": {"x": 1}}\'); return fixture.echo(o).x ?? null; })()',
      ),
    ).toBe(null);
  });

  it('passes functions as proxies in both directions, and calls them synchronously', async () => {
    expect(await inPage('fixture.call((a, b) => a + b, 2, 3)')).toBe(5);
    expect(
      await inPage('(() => { const f = () => 1; return [fixture.echo(f) === f, fixture.same(f, f)]; })()'),
    ).toEqual([true, true]);
    expect(
      await inPage('fixture.call(() => { throw new Error("of the page") }).catch').catch(
        (error: Error) => error.message,
      ),
    ).toContain('of the page');
    expect(await inPage('fixture.call(fixture.echo, "x")')).toBe('x');
  });

  it('passes promises, and rejections as plain data or a message', async () => {
    expect(await inPage('fixture.later().then((map) => [...map])')).toEqual([['later', true]]);
    expect(await failure('fixture.refuse()')).toEqual({ code: 'refused', issues: [1] });
    expect(await inPage('fixture.refuseWithError().catch((error) => [error.message, error.code ?? null])')).toEqual([
      'no',
      null,
    ]);
    expect(
      await inPage(
        '(() => { try { fixture.fail() } catch (error) { return [error.name, error.message, error.code ?? null] } })()',
      ),
    ).toEqual(['Error', 'too far', null]);
  });

  it('refuses values that are too deep or cannot be cloned', async () => {
    expect(await failure('fixture.deep()')).toContain('recursion depth exceeded');
    expect(await failure('fixture.echo(new WeakMap())')).toBe('An object could not be cloned.');
  });

  it.each([
    ['new Map([["a", 1]])', 'Map [["a",1]]'],
    ['new Set([1, 2])', 'Set [1,2]'],
    ['new Date(7)', 'Date 7'],
    ['/a+/giu', 'RegExp /a+/giu'],
    ['new Uint8Array([9, 8])', 'Uint8Array 9,8'],
    ['-0', 'number -0'],
    ['NaN', 'number NaN'],
    ['undefined', 'undefined undefined'],
    ['12n', 'bigint 12'],
    ['(() => { const o = { a: 1 }; o.o = o; return o; })()', 'plain a=1,o=itself'],
    ['new (class A { constructor() { this.x = 1 } })()', 'plain x=1'],
    ['JSON.parse(\'{"__proto__": 5}\')', 'plain __proto__=5'],
  ])('sends %s to main unchanged', async (value, described) => {
    expect(await inPage(`fixture.invoke('describe', ${value})`)).toBe(described);
  });

  it('returns values from main', async () => {
    const back = "fixture.invoke('echo', new Map([[1, new Date(3)]]), [1,,3], new Uint8Array([4]).buffer, null)";
    expect(
      await inPage(
        `${back}.then(([map, list, bytes, none]) => [map.get(1).getTime(), list.length, bytes.byteLength, none])`,
      ),
    ).toEqual([3, 3, 1, null]);
    const noted =
      "new Promise((resolve) => { fixture.onNoted((map) => resolve(map.get('args'))); fixture.send('note', 'a', 1); })";
    expect(await inPage(noted)).toEqual(['a', 1]);
  });

  it('refuses functions over IPC, in both directions', async () => {
    expect(await failure("fixture.invoke('echo', { f() {} })")).toBe('An object could not be cloned.');
    expect(await failure("fixture.invoke('uncloneable')")).toBe(
      "Error invoking remote method 'uncloneable': Error: An object could not be cloned.",
    );
    expect(await fixture.call('sendUncloneable')).toBe('An object could not be cloned.');
  });

  it('rejects with the message of a handler’s error, and when there is no handler', async () => {
    expect(await failure("fixture.invoke('fail')")).toBe(
      "Error invoking remote method 'fail': RangeError: out of reach",
    );
    expect(await inPage("fixture.invoke('fail').catch((error) => error.code ?? null)")).toBe(null);
    expect(await failure("fixture.invoke('nothing')")).toBe(
      "Error invoking remote method 'nothing': Error: No handler registered for 'nothing'",
    );
    expect(await fixture.call('secondHandler')).toBe("Attempted to register a second handler for 'echo'");
  });

  it('says who sent a message', async () => {
    expect(await inPage("fixture.invoke('sender')")).toEqual({
      url: 'fixture://pages/index.html?a=1#b',
      origin: 'fixture://pages',
      main: true,
      frames: 0,
      same: true,
    });
  });
});
