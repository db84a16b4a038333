/** Browser checks with this machine's Chromium, against a small shop. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { available } from '../../../../../test/servers/process.ts';
import type { StepResult } from '../../../../contract/model/check.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { parseEndpoint } from '../../registry.ts';
import { checkOnce, type CheckOnceOptions } from '../../testing/check-once.ts';
import { texts } from '../../testing/texts.ts';
import { candidates, findBrowser } from '../../../base/find-browser.ts';
import { loadFailure } from './failures.ts';
import { HarRecorder } from './har.ts';
import { servePages, type PageServer } from './testing/serve-pages.ts';

const browser = await findBrowser();
const { skip, reason } = available(browser === null ? { '/usr/bin/chromium': 'chromium' } : {});

const ICON = '<link rel="icon" href="data:,">';
const LOGIN = `<!doctype html><html lang="en"><title>Shop</title>${ICON}
<h1>Sign in</h1><form action="/cart" method="post"><input id="user" name="user"><input id="password" name="password" type="password">
<button>Go in</button></form><button id="late" hidden onclick="document.title='clicked'">Late</button>
<script>setTimeout(() => { document.querySelector('#late').hidden = false; }, 200)</script>`;

/**
 * A page whose content moves down once it is painted, and where a click takes 60 ms. It shows a text when the browser
 * has reported each.
 */
const VITALS = `<!doctype html><title>Slow</title>${ICON}<h1>Heading</h1><button>Work</button><p>Below</p><footer></footer>
<script>
const say = (text) => document.querySelector('footer').append(text + '. ');
const once = (type, options, act) => new PerformanceObserver((list, all) => {
  if (!list.getEntries().some(({ name }) => type !== 'event' || name === 'click')) return;
  all.disconnect();
  act();
}).observe({ type, buffered: true, ...options });
once('paint', {}, () => requestAnimationFrame(() =>
  document.querySelector('h1').insertAdjacentHTML('beforebegin', '<div style="height:200px">Late</div>')));
once('layout-shift', {}, () => say('Shifted'));
once('event', { durationThreshold: 16 }, () => say('Handled'));
document.querySelector('button').onclick = () => { for (const end = performance.now() + 60; performance.now() < end;); document.title = 'Done'; };
</script>`;

describe.skipIf(skip)(`in Chromium${reason}`, () => {
  let server: PageServer;
  let base: string;

  beforeAll(async () => {
    server = await servePages(({ url, form, response }) => {
      response.setHeader('Set-Cookie', 'session=s3cret');
      if (url === '/cart') response.end(`<title>Cart</title>${ICON}<p>Welcome, ${form.get('user') ?? ''}!`);
      else if (url === '/broken')
        response.end('<title>B</title><p id="p">x<script>console.error("no", 1); undefined_()</script>');
      else if (url === '/vitals') response.end(VITALS);
      else if (url === '/missing') response.writeHead(404).end('gone');
      else if (url === '/slow') return;
      else response.end(LOGIN);
    });
    ({ base } = server);
  });

  afterAll(() => server.dispose());

  const check = (path: string, fields: Omit<EndpointInput, 'kind'> = {}, options: CheckOnceOptions = {}) =>
    checkOnce({ kind: 'browser', url: `${base}${path}`, ...fields }, options);

  it('signs in, and measures the page', async () => {
    const { failure, details, metrics, phases } = await check('/', {
      values: { user: 'Ann', password: 'hunter2' },
      actions: `
        click text "Late"
        type #user {{user}}
        type #password {{password}}
        press Enter
        wait for text "Welcome, Ann!"
        expect no #late
        expect url contains /cart
      `,
    });
    expect(failure).toBeNull();
    expect(details).toMatchObject({ status: 200, title: 'Cart', pageUrl: `${base}/cart` });
    expect((details['steps'] as readonly StepResult[]).map(({ outcome }) => outcome)).toEqual(Array(7).fill('passed'));
    expect(Object.keys(phases)).toEqual(['load', 'actions']);
    expect(metrics).toMatchObject({ cls: expect.any(Number), requests: 2, consoleErrors: 0 });
    expect(metrics['ttfb']).toBeGreaterThan(0);
    expect(JSON.stringify(details)).not.toContain('hunter2');
  });

  it('keeps a screenshot and the requests of a failed check, without credentials', async () => {
    const { failure, evidence } = await check('/', {
      actions: 'click text "Go in"\nexpect text "Welcome"\nexpect #nothing[',
    });
    expect(failure).toMatchObject({
      code: 'browser.action',
      message: 'Action 3, expect #nothing[: the browser does not understand the selector.',
    });
    const kept = new Map((await evidence?.())?.map(({ name, content }) => [name, content]));
    expect(Buffer.from(kept.get('screenshot') ?? '', 'base64').toString('latin1', 1, 4)).toBe('PNG');
    const har = kept.get('har') ?? '';
    const { log } = JSON.parse(har) as { log: { entries: { request: { method: string; url: string } }[] } };
    expect(log.entries.map(({ request }) => `${request.method} ${request.url}`)).toEqual([
      `GET ${base}/`,
      `POST ${base}/cart`,
    ]);
    expect(har).not.toContain('s3cret');
  });

  it('reports errors of the console, which fail the check when asked to', async () => {
    const { failure, details, metrics } = await check('/broken', { failOnConsoleErrors: true });
    expect(failure).toMatchObject({
      code: 'browser.console',
      message: expect.stringContaining('2 errors, first: no 1'),
    });
    expect(details['consoleErrors']).toEqual(['no 1', expect.stringContaining('undefined_ is not defined')]);
    expect(metrics['consoleErrors']).toBe(2);
    expect((await check('/broken')).failure).toBeNull();
  });

  it('measures all web vitals', async () => {
    const { failure, metrics } = await check('/vitals', {
      actions: 'wait for text "Shifted"\nclick role button "Work"\nwait for text "Handled"',
    });
    expect(failure).toBeNull();
    // Chromium reports interactions in steps of 8 ms.
    expect(metrics['inp']).toBeGreaterThanOrEqual(56);
    expect(metrics['cls']).toBeGreaterThan(0.01);
    expect(metrics['lcp']).toBeGreaterThan(0);
    expect(metrics['fcp']).toBeGreaterThan(0);
    expect(metrics['ttfb']).toBeGreaterThan(0);
  });

  it('reports a status, and a page that never comes', async () => {
    expect((await check('/missing')).failure?.message).toBe('The page answered with status 404.');
    const { failure } = await check('/slow', { timeout: '1s' }, { deadlineAfter: ['load'] });
    expect(failure).toMatchObject({ code: 'timeout', phase: 'load' });
  });

  it('leaves nothing in the folder for temporary files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tmp-'));
    vi.stubEnv('TMPDIR', folder);
    try {
      expect((await check('/')).failure).toBe(null);
      expect((await check('/slow', { timeout: '1s' })).failure).not.toBe(null);
      expect(await readdir(folder)).toEqual([]);
    } finally {
      vi.unstubAllEnvs();
      await rm(folder, { recursive: true });
    }
  });
});

it('is unknown without a Chromium', () => {
  expect(texts.failure({ code: 'local.program', params: { program: 'Chromium', reason: 'missing' } })).toContain(
    'Chromium',
  );
  expect(candidates('win32', { PROGRAMFILES: 'C:\\Programs' })).toContain(
    'C:\\Programs\\Google\\Chrome\\Application\\chrome.exe',
  );
  expect(candidates('darwin', {})[0]).toMatch(/\.app\/Contents\/MacOS\//u);
  expect(candidates('linux', { PATH: '/a:/b' })).toContain('/b/chromium');
});

it.each([
  ['net::ERR_NAME_NOT_RESOLVED', 'dns.nxdomain'],
  ['net::ERR_CERT_DATE_INVALID', 'tls.expired'],
  ['net::ERR_SOMETHING_NEW', 'browser.load'],
])('%s is %s', (error, code) => {
  expect(loadFailure(error, 'https://shop.example.org/')).toMatchObject({ code, phase: 'load', raw: error });
});

it('keeps only as many requests as fit into a complete archive', () => {
  const har = new HarRecorder();
  for (let index = 0; index < 600; index += 1) {
    const request = { method: 'GET', url: `https://a.example/${index}`, headers: { Cookie: 'sid=s3cret' } };
    har.record('Network.requestWillBeSent', { requestId: `${index}`, timestamp: index, wallTime: 1, request });
  }
  const text = har.toJson(10_000);
  expect(text.length).toBeLessThanOrEqual(10_000);
  expect(text).not.toContain('s3cret');
  const { log } = JSON.parse(text) as { log: { entries: object[] } };
  expect(log.entries.length).toBeGreaterThan(5);
  expect(har.requests).toBe(600);
});

it.each([
  [{ url: 'ftp://a' }, 'URL must be an http or https URL'],
  [{ url: 'https://me:pw@a.example/' }, 'without a user name or password'],
  [{ actions: 'dance' }, 'Actions, line 1: a line must begin with open, click, type, select'],
  [{ actions: 'click' }, 'line 1: an element must follow: a CSS selector such as #login'],
  [{ actions: 'click text Sign in' }, 'line 1: an element must follow: a CSS selector such as #login, text "Sign in"'],
  [{ actions: '\n\ntype #user' }, 'line 3: type must be followed by'],
  [{ actions: 'type #user {{user}}' }, 'there is no value user'],
  [{ actions: 'type #password hunter2' }, 'looks like a secret'],
  [{ actions: 'press F13' }, 'the key must be Enter'],
  [{ actions: 'wait 2m' }, 'wait must be followed by a duration'],
  [{ actions: 'open shop' }, 'the URL must begin with'],
  [{ actions: 'press Enter\n'.repeat(51) }, 'line 51: there can be at most 50 actions'],
  [{ values: { 'a b': '1' } }, 'must have another name'],
  [{ actions: 'type #pw {{password}}', values: { password: '' } }, 'must have a value for password'],
  [{ actions: 'select #a' }, 'select must be followed by an element and an option'],
])('refuses %j', (fields, message) => {
  const parsed = parseEndpoint({ kind: 'browser', url: 'https://shop.example.org/', ...fields });
  const found = parsed.ok ? '' : parsed.issues.map((issue) => texts.issueInFull(issue)).join(' ');
  expect(found).toContain(message);
  expect(found).not.toContain('hunter2');
});
