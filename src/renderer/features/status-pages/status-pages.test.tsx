import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { RequestFailed } from '../../live/request-failed.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { pageDraftOf, pageFieldOf, pageInputOf } from './page-draft.ts';
import { StatusPagesSection } from './status-pages-section.tsx';

afterEach(cleanup);

const WAIT = { timeout: 60_000 };

async function open() {
  const app = await renderApp(<StatusPagesSection />);
  await app.settle();
  return app;
}

/** Each query by role goes through hundreds of time zones. */
const dialog = () => within(document.querySelector<HTMLElement>('[role=dialog]') ?? document.body);
const type = (label: string | RegExp, value: string) =>
  fireEvent.change(dialog().getByLabelText(label), { target: { value } });
const press = (name: string) => fireEvent.click(dialog().getByText(name, { selector: 'button, button *' }));

test('adds a status page with two sections, and shows its address', async () => {
  const { bridge, settle } = await open();
  fireEvent.click(screen.getByRole('button', { name: 'Add status page' }));
  const [title] = dialog().getAllByLabelText(/^Title/u);
  fireEvent.change(title as HTMLElement, { target: { value: 'Shop' } });
  type(/^Name in the address/u, 'shop');
  type(/^Public names/u, 'db01 = Database\nweb = Site = main');
  press('Add section');
  const titles = dialog().getAllByLabelText(/^Title/u);
  expect(titles).toHaveLength(3);
  fireEvent.change(titles[1] as HTMLElement, { target: { value: 'Website' } });
  fireEvent.change(titles[2] as HTMLElement, { target: { value: 'Internal' } });
  fireEvent.click(dialog().getAllByLabelText(/Show each endpoint/u)[1] as HTMLElement);
  press('Add');
  await settle();
  const [sent] = bridge.requests.filter(({ channel }) => channel === 'statusPages.save').map(({ args }) => args);
  expect(sent).toMatchObject({
    page: {
      name: 'shop',
      title: 'Shop',
      publicNames: { db01: 'Database', web: 'Site = main' },
      sections: [
        { title: 'Website', match: {}, endpoints: false },
        { title: 'Internal', match: {}, endpoints: true },
      ],
    },
  });
  await vi.waitFor(() => expect(screen.getByRole('link', { name: '/status/shop/' })).toBeDefined(), WAIT);
  expect(screen.getByText(/2 sections with 4 endpoints/u)).toBeDefined();
});

test('shows what is wrong beside the field', async () => {
  const { settle } = await open();
  fireEvent.click(screen.getByRole('button', { name: 'Add status page' }));
  press('Add');
  await settle();
  const [title] = dialog().getAllByLabelText(/^Title/u);
  expect(title?.getAttribute('aria-invalid')).toBe('true');
});

test('refuses a logo that is too large or not a picture', async () => {
  await open();
  fireEvent.click(screen.getByRole('button', { name: 'Add status page' }));
  const choose = (file: File) => fireEvent.change(dialog().getByLabelText('Logo'), { target: { files: [file] } });
  choose(new File(['<p>'], 'a.html', { type: 'text/html' }));
  await vi.waitFor(() => expect(dialog().getByText(/must be a PNG/u)).toBeDefined(), WAIT);
  choose(new File([new Uint8Array(100_001)], 'a.png', { type: 'image/png' }));
  expect(dialog().queryByAltText('The logo')).toBeNull();
  choose(new File([new Uint8Array([1, 2, 255])], 'a.png', { type: 'image/png' }));
  await vi.waitFor(
    () => expect(dialog().getByAltText('The logo').getAttribute('src')).toBe('data:image/png;base64,AQL/'),
    WAIT,
  );
});

test('publishes a post and updates it', async () => {
  const { bridge, settle } = await open();
  fireEvent.click(screen.getByRole('button', { name: 'Add status page' }));
  fireEvent.change(dialog().getAllByLabelText(/^Title/u)[0] as HTMLElement, { target: { value: 'Shop' } });
  type(/^Name in the address/u, 'shop');
  press('Add');
  await settle();
  await vi.waitFor(() => expect(screen.getByRole('button', { name: 'Write a post' })).toBeDefined(), WAIT);
  fireEvent.click(screen.getByRole('button', { name: 'Write a post' }));
  expect(dialog().getByRole('combobox', { name: 'Status page' }).textContent).toBe('All status pages');
  type(/^Title/u, 'Payments fail');
  type(/^Text/u, 'We look into it.');
  press('Publish');
  await settle();
  await vi.waitFor(() => expect(screen.getByText(/Investigating · /u)).toBeDefined(), WAIT);
  fireEvent.click(screen.getByRole('button', { name: 'Update Payments fail' }));
  expect(dialog().getByLabelText<HTMLTextAreaElement>(/^Text/u).value).toBe('');
  type(/^Text/u, 'Fixed.');
  press('Publish update');
  await settle();
  const sent = bridge.requests.filter(({ channel }) => channel === 'statusPosts.save').map(({ args }) => args);
  expect(sent).toMatchObject([
    { post: { page: '', title: 'Payments fail', state: 'investigating', text: 'We look into it.' } },
    { id: 'o0', post: { title: 'Payments fail', text: 'Fixed.' } },
  ]);
});

test('the form keeps all values of a page', () => {
  const config = {
    name: 'shop',
    title: 'Shop',
    description: 'About',
    logo: '',
    url: '',
    sections: [{ title: 'Web', match: { endpoints: ['1'] }, endpoints: true }],
    publicNames: { db01: 'Database' },
    latency: true,
    causes: false,
    timezone: 'UTC',
  };
  const names: Record<string, string> = { 1: 'web' };
  const input = pageInputOf(pageDraftOf(config, (id) => names[id] ?? id));
  expect(input).toEqual({ ...config, sections: [{ title: 'Web', match: { endpoints: ['web'] }, endpoints: true }] });
});

test.each([
  ['page.name', 'name'],
  ['page.publicNames.db01', 'publicNames'],
  ['page.sections', 'sections'],
  ['page.sections[2].title', 'sections.2.title'],
  ['page.sections[2].match.group', 'sections.2.group'],
  ['page.sections[0].match.endpoints[3]', 'sections.0.endpoints'],
  ['page', null],
])('an issue at %s is about the field %s', (path, field) => {
  expect(pageFieldOf(path)).toBe(field);
});

test('shows why the posts cannot be read, and no longer that they load', async () => {
  function Later() {
    const [isOpen, setIsOpen] = useState(false);
    return isOpen ? <StatusPagesSection /> : <button onClick={() => setIsOpen(true)}>Open</button>;
  }
  const { bridge, settle } = await renderApp(<Later />);
  bridge.failNext('statusPosts.list', new RequestFailed({ code: 'internal', reason: 'internal', issues: [] }));
  fireEvent.click(screen.getByRole('button', { name: 'Open' }));
  await settle();
  expect(screen.getByRole('alert').nextElementSibling).toBeNull();
});
