/** Status pages through the whole engine. */
import { expect, test } from 'vitest';
import { REFUSALS } from '../../contract/errors.ts';
import type { StatusPageInput } from '../../contract/model/status-page.ts';
import { refused, setUpEngine } from '../testing/engine-setup.ts';

const MINUTE = 60_000;
const UNKNOWN_FIELD = { title: 'a', group: 'b' };
const PAGE: StatusPageInput = {
  name: 'shop',
  title: 'Shop',
  sections: [{ title: 'Website', match: { group: 'Web' } }],
};

async function setUp(page: StatusPageInput = PAGE) {
  const subject = await setUpEngine();
  const { engine, add, time, network } = subject;
  const first = await add({
    name: 'db01.int.example',
    target: 'secret-host-1',
    group: 'Web',
    interval: 10_000,
    retries: 0,
  });
  const second = await add({ name: 'web02', target: 'secret-host-2', group: 'Web', interval: 10_000, retries: 0 });
  await time.advance(MINUTE);
  const { id } = await engine.request('statusPages.save', { page });
  const fail = (...targets: string[]) => {
    network.answer = (target) => (targets.includes(target) ? refused : null);
    return time.advance(MINUTE);
  };
  const shown = (name = 'shop') => engine.request('statusPages.public', { name });
  return { ...subject, first, second, id, fail, shown };
}

test('shows one line per section, and says how its endpoints are together', async () => {
  const { fail, shown } = await setUp();
  const all = async () => {
    const { state, sections } = await shown();
    return [state, ...sections.map((section) => section.state)];
  };
  expect(await all()).toEqual(['up', 'up']);
  await fail('secret-host-1');
  expect(await all()).toEqual(['partial', 'partial']);
  await fail('secret-host-1', 'secret-host-2');
  expect(await all()).toEqual(['down', 'down']);
  await fail();
  expect(await all()).toEqual(['up', 'up']);
});

test('has the uptime of 90 days, and null for days without checks', async () => {
  const { fail, shown, time } = await setUp();
  await fail('secret-host-1', 'secret-host-2');
  // The past is cached for a minute.
  await time.advance(MINUTE + 1);
  const { dates, sections } = await shown();
  expect(dates).toHaveLength(90);
  const { days, ratio } = sections[0] ?? { days: [], ratio: null };
  expect(days.slice(0, -1).every((day) => day === null)).toBe(true);
  expect(days.at(-1)).toBe(ratio);
  expect(ratio).toBeGreaterThan(0.2);
  expect(ratio).toBeLessThan(0.7);
});

test('shows no name, address or cause that the config does not allow', async () => {
  const { fail, shown, engine } = await setUp();
  await engine.request('maintenance.save', {
    window: { name: 'Replace the disk of db01', match: { group: 'Web' }, from: '2031-01-01 00:00', duration: '1h' },
  });
  await fail('secret-host-1');
  const text = JSON.stringify(await shown());
  for (const secret of ['db01', 'web02', 'secret-host', 'connect.refused', 'Replace the disk', 'Nothing listens']) {
    expect(text).not.toContain(secret);
  }
});

test('shows causes, and endpoints with their public names, where the config allows it', async () => {
  const { fail, shown, time } = await setUp({
    ...PAGE,
    sections: [{ title: 'Website', match: { group: 'Web' }, endpoints: true }],
    publicNames: { 'db01.int.example': 'Database' },
    causes: true,
    latency: true,
  });
  await fail('secret-host-1');
  await time.advance(MINUTE + 1);
  const { sections, incidents } = await shown();
  expect(sections[0]?.endpoints).toMatchObject([
    { title: 'Database', state: 'down', latencyMs: 10 },
    { title: 'web02', state: 'up', latencyMs: 10 },
  ]);
  expect(incidents).toMatchObject([{ title: 'Database', to: null, cause: 'connect.refused' }]);
});

test('merges the overlapping incidents of a section', async () => {
  const { fail, shown, time } = await setUp();
  await fail('secret-host-1');
  await fail('secret-host-1', 'secret-host-2');
  await fail('secret-host-2');
  await fail();
  await time.advance(MINUTE + 1);
  const { incidents } = await shown();
  expect(incidents).toHaveLength(1);
  const [{ from, to }] = incidents as [(typeof incidents)[0]];
  expect(incidents).toMatchObject([{ title: 'Website', cause: null }]);
  expect((to ?? 0) - from).toBeGreaterThan(2.5 * MINUTE);
});

test('leaves out incidents that were excluded', async () => {
  const { fail, shown, time, engine, first } = await setUp();
  await fail('secret-host-1');
  await fail();
  const [incident] = await engine.request('incidents.list', { id: first, limit: 1 });
  await engine.request('incidents.remark', {
    id: incident?.id ?? '',
    endpointId: first,
    type: 'excluded',
    text: 'Our own test',
  });
  await time.advance(MINUTE + 1);
  expect((await shown()).incidents).toEqual([]);
});

test('announces planned work by section, before and during it', async () => {
  const { shown, engine, ports, time } = await setUp();
  const from = ports.clock.now() + MINUTE;
  await engine.request('maintenance.save', {
    window: { name: 'Disk', match: { group: 'Web' }, from, to: from + 10 * MINUTE },
  });
  await engine.request('maintenance.save', {
    window: { name: 'Other', match: { group: 'Elsewhere' }, from, to: from + 10 * MINUTE },
  });
  expect(await shown()).toMatchObject({
    state: 'up',
    maintenance: [{ sections: ['Website'], from, to: from + 10 * MINUTE }],
  });
  await time.advance(2 * MINUTE);
  expect((await shown()).state).toBe('maintenance');
});

test('shows an unknown state while nothing is known', async () => {
  const { shown, engine, first, second } = await setUp();
  await engine.request('endpoints.pause', { ids: [first] });
  expect((await shown()).state).toBe('up');
  await engine.request('endpoints.pause', { ids: [second] });
  expect((await shown()).state).toBe('unknown');
});

test('posts have updates, and are shown on their pages', async () => {
  const { shown, engine, time } = await setUp();
  await engine.request('statusPages.save', { page: { ...PAGE, name: 'other' } });
  const post = await engine.request('statusPosts.save', {
    post: { page: 'shop', title: 'Payments fail', state: 'investigating', text: 'We are looking into it.' },
  });
  await time.advance(MINUTE);
  const after = await engine.request('statusPosts.save', {
    id: post.id,
    post: { state: 'resolved', text: 'Fixed.' },
  });
  expect(after).toMatchObject({ title: 'Payments fail', to: post.from + MINUTE });
  expect(after.updates.map(({ state }) => state)).toEqual(['investigating', 'resolved']);
  expect((await shown()).posts).toEqual([after]);
  expect((await shown('other')).posts).toEqual([]);
  await engine.request('statusPosts.remove', { ids: [post.id] });
  expect((await shown()).posts).toEqual([]);
});

test.each([
  [{ ...PAGE, name: 'My shop' }, 'page.name', 'pageName'],
  [{ ...PAGE, title: '' }, 'page.title', 'textBetween'],
  [{ ...PAGE, sections: [] }, 'page.sections', 'listOf'],
  [{ ...PAGE, sections: [{ title: '' }] }, 'page.sections[0].title', 'textBetween'],
  [{ ...PAGE, sections: [UNKNOWN_FIELD] }, 'page.sections[0].group', 'unknownField'],
  [{ ...PAGE, logo: 'data:text/html;base64,aGk=' }, 'page.logo', 'logo'],
  [{ ...PAGE, url: 'javascript:alert(1)' }, 'page.url', 'httpUrl'],
  [{ ...PAGE, url: 'https://u:p@status.example' }, 'page.url', 'httpUrl'],
  [{ ...PAGE, timezone: 'Mars' }, 'page.timezone', 'timezone'],
  [{ ...PAGE, publicNames: { a: '' } }, 'page.publicNames.a', 'textBetween'],
  [PAGE, 'page.name', 'nameTaken'],
])('refuses %j, and says where it is wrong', async (page, path, code) => {
  const { engine } = await setUp();
  await expect(engine.request('statusPages.save', { page })).rejects.toMatchObject({ issues: [{ path, code }] });
});

test.each([
  [{ title: 'a' }, 'post.text', 'required'],
  [{ text: 'a' }, 'post.title', 'required'],
  [{ title: 'a', text: 'b', state: 'broken' }, 'post.state', 'oneOf'],
  [{ title: 'a', text: 'b', from: 10, to: 5 }, 'post.to', 'notAfter'],
])('refuses the post %j, and says where it is wrong', async (post, path, code) => {
  const { engine } = await setUp();
  await expect(engine.request('statusPosts.save', { post })).rejects.toMatchObject({ issues: [{ path, code }] });
});

test('changes and removes pages, and those of lookout.yaml only there', async () => {
  const { engine, id, shown } = await setUp();
  await engine.request('statusPages.save', { id, page: { ...PAGE, title: 'New' } });
  expect((await shown()).title).toBe('New');
  expect(await engine.request('statusPages.list', {})).toMatchObject([{ id, endpoints: [2], source: 'hand' }]);
  await engine.request('statusPages.remove', { ids: [id] });
  await expect(shown()).rejects.toMatchObject({ code: REFUSALS.statusPageNotFound.code });
  await engine.syncFile([], {
    statusPages: [
      {
        name: 'file',
        title: 'F',
        description: '',
        logo: '',
        url: '',
        sections: [{ title: 'All', match: {}, endpoints: false }],
        publicNames: {},
        latency: false,
        causes: false,
        timezone: '',
      },
    ],
  });
  expect(await shown('file')).toMatchObject({ title: 'F', state: 'up' });
  await expect(engine.request('statusPages.remove', { ids: ['file:file'] })).rejects.toMatchObject({
    code: 'readOnly',
  });
});
