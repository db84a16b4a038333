/** Where the focus goes when dialogs open and close. */
import { cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { useState, type ReactElement } from 'react';
import { afterEach, expect, test } from 'vitest';
import { Button } from './button.tsx';
import { DropdownMenu } from './menu.tsx';
import { FormDialog } from './form-dialog.tsx';
import { TextInput } from './field.tsx';
import { TooltipProvider } from './tooltip.tsx';

configure({ asyncUtilTimeout: 60_000 });
afterEach(cleanup);

interface PageProps {
  /** What opens the dialog. */
  readonly opener: (open: () => void, isOpen: boolean) => ReactElement | null;
}

function Page({ opener }: PageProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [text, setText] = useState('');
  return (
    <TooltipProvider>
      <main tabIndex={-1}>
        {opener(() => setIsOpen(true), isOpen)}
        {isOpen ? (
          <FormDialog
            title="Add a rule"
            unsaved={text !== ''}
            submit="Add"
            busy={false}
            onSubmit={() => setIsOpen(false)}
            onClose={() => setIsOpen(false)}
          >
            <TextInput aria-label="Name" value={text} onChange={({ target }) => setText(target.value)} />
          </FormDialog>
        ) : null}
      </main>
    </TooltipProvider>
  );
}

const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });
const focused = () => document.activeElement?.textContent ?? '';
const openFrom = async (button: HTMLElement) => {
  button.focus();
  fireEvent.click(button);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Name')));
};

test('Esc closes it, and the focus returns to what opened it', async () => {
  render(<Page opener={(open) => <Button onClick={open}>Add rule</Button>} />);
  await openFrom(screen.getByRole('button', { name: 'Add rule' }));
  press('Escape');
  await waitFor(() => expect(focused()).toBe('Add rule'));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('if what opened it is gone, the focus goes to the main part of the page, not to its top', async () => {
  render(<Page opener={(open, isOpen) => (isOpen ? null : <Button onClick={open}>Add rule</Button>)} />);
  const button = screen.getByRole('button', { name: 'Add rule' });
  await openFrom(button);
  press('Escape');
  await waitFor(() => expect(document.activeElement?.tagName).toBe('MAIN'));
});

test('if the entry of a menu opened it, the focus returns to the button of the menu', async () => {
  render(
    <Page
      opener={(open) => (
        <DropdownMenu entries={() => [{ label: 'Add', onSelect: open }]}>
          <Button>More</Button>
        </DropdownMenu>
      )}
    />,
  );
  screen.getByRole('button', { name: 'More' }).focus();
  press('Enter');
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Add' }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Name')));
  press('Escape');
  await waitFor(() => expect(focused()).toBe('More'));
});

test('the question about unsaved changes returns the focus to the field', async () => {
  render(<Page opener={(open) => <Button onClick={open}>Add rule</Button>} />);
  await openFrom(screen.getByRole('button', { name: 'Add rule' }));
  fireEvent.change(screen.getByLabelText('Name'), { target: { value: 'x' } });
  press('Escape');
  await waitFor(() => expect(focused()).toBe('Keep editing'));
  fireEvent.click(screen.getByRole('button', { name: 'Keep editing' }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Name')));
  press('Escape');
  fireEvent.click(await screen.findByRole('button', { name: 'Discard' }));
  await waitFor(() => expect(focused()).toBe('Add rule'));
});
