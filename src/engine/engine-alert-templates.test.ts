/** The templates of rules and channels, through the whole engine. */
import { expect, test, vi } from 'vitest';
import { startChannelServer } from './alerts/testing/channel-server.ts';
import { loadTemplates } from './alerts/template/templates.ts';
import { refused, setUpEngine } from './testing/engine-setup.ts';

type Texts = Readonly<Record<'titleTemplate' | 'bodyTemplate' | 'payload', string>>;

async function alerting(channel: Partial<Texts>, rule: Partial<Texts> = {}) {
  // Code loads in real time, for which a fake clock would not wait.
  await loadTemplates();
  const server = await startChannelServer();
  const subject = await setUpEngine();
  const { engine, network, time, add } = subject;
  const hook = { kind: 'webhook', name: 'hook', url: `${server.url}/`, ...channel };
  const { id } = await engine.request('channels.save', { channel: hook });
  await engine.request('rules.save', { rule: { name: 'All', channels: ['hook'], ...rule } });
  await add({ name: 'Shop', target: 'shop.example', group: 'Prod' });
  await time.advance(1_000);
  /** Lets the endpoint fail, and returns the body of the message number `count`. */
  const fail = async (count: number) => {
    network.answer = () => refused;
    await time.advance(20_000);
    await vi.waitFor(() => expect(server.received).toHaveLength(count), { timeout: 60_000 });
    return server.received[count - 1];
  };
  const recover = async (count: number) => {
    network.answer = () => null;
    await time.advance(20_000);
    await vi.waitFor(() => expect(server.received).toHaveLength(count), { timeout: 60_000 });
    return server.received[count - 1];
  };
  return { server, id, fail, recover, ...subject };
}

test('the templates of a rule come first, and those of the channel fill in the rest', async () => {
  const { fail, recover } = await alerting(
    { titleTemplate: 'unused', bodyTemplate: '{{ channel }}: {{ endpoint.name }} is {{ endpoint.status }}' },
    { titleTemplate: '[{{ rule }}] {{ title }}\n in {{ endpoint.group }}' },
  );
  expect((await fail(1))?.json).toMatchObject({ title: '[All] Shop is down in Prod', text: 'hook: Shop is down' });
  expect((await recover(2))?.json).toMatchObject({ text: 'hook: Shop is up' });
});

test('a webhook sends the body of its template', async () => {
  const { fail } = await alerting({
    payload: '{"msg": {{ title | json }}, "since": "{{ incident.startedAt }}", "key": "{{ dedupKey }}"}',
  });
  const received = await fail(1);
  expect(received?.json).toEqual({
    msg: 'Shop is down',
    since: expect.stringMatching(/^2026-01-01T00:00:\d\d/u) as string,
    key: received?.headers['idempotency-key'],
  });
  expect(received?.headers['content-type']).toBe('application/json');
});

test('a template that fails when a message is sent is replaced by the text of Lookout, with a notice', async () => {
  // The template fails only for this group, so it was accepted when it was saved.
  const { fail, engine, id } = await alerting({
    titleTemplate: '{% if endpoint.group == "Prod" %}{{ nope }}{% endif %}{{ title }}!',
    bodyTemplate: 'Group {{ endpoint.group }}',
  });
  expect((await fail(1))?.json).toMatchObject({ title: 'Shop is down', text: 'Group Prod' });
  const notices = async () => {
    const { notices: all } = await engine.request('app.snapshot', {});
    return all.filter(({ code }) => code === 'alerts.template');
  };
  await expect.poll(notices).toMatchObject([
    {
      code: 'alerts.template',
      active: true,
      params: { name: 'hook', rule: 'All', line: 1, column: 37, problem: 'undefined variable: nope' },
    },
  ]);
  // A test message is not about this group, so the notice stays until a message works.
  await engine.request('channels.test', { id, channel: { kind: 'webhook', name: 'hook', url: { $secret: true } } });
  expect(await notices()).toHaveLength(1);
  // After this, no message can show that its template works.
  await engine.request('channels.remove', { ids: [id] });
  expect(await notices()).toEqual([]);
});

test('a preview shows the message about a past incident', async () => {
  const { engine, fail, recover } = await alerting({});
  await fail(1);
  await recover(2);
  const [incident] = await engine.request('incidents.list', { limit: 1 });
  const about = { id: incident?.id ?? '', endpointId: incident?.endpointId ?? '' };
  const templates = { titleTemplate: '{{ endpoint.name }}: {{ event }}', bodyTemplate: '{{ cause }}' };
  expect(await engine.request('alerts.preview', { ...templates, incident: about, event: 'down' })).toEqual({
    title: 'Shop: down',
    text: 'Nothing listens there.',
    problems: { titleTemplate: null, bodyTemplate: null },
  });
  expect(
    await engine.request('alerts.preview', { titleTemplate: '{{ titel }}', incident: about, event: 'up' }),
  ).toMatchObject({
    title: expect.stringMatching(/^Shop is back after /u) as string,
    problems: { titleTemplate: { line: 1, column: 4, problem: 'undefined variable: titel' }, bodyTemplate: null },
  });
  expect(await engine.request('alerts.preview', { event: 'down' })).toMatchObject({ title: 'Example is down' });
  await expect(
    engine.request('alerts.preview', { incident: { ...about, id: 'gone' }, event: 'down' }),
  ).rejects.toMatchObject({ code: 'notFound' });
});

test('a wrong template is refused when it is saved', async () => {
  const { engine } = await setUpEngine();
  const rule = { name: 'All', channels: [], bodyTemplate: 'a\n{% if x' };
  await expect(engine.request('rules.save', { rule })).rejects.toMatchObject({
    issues: [{ path: 'rule.bodyTemplate', code: 'template', params: { line: 2, column: 1 } }],
  });
});
