import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { AlertDialog, Dialog as Primitive } from 'radix-ui';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { Button, IconButton } from './button.tsx';
import { useReturnFocus } from './return-focus.ts';
import css from './dialog.module.css';

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  /** One sentence below the title, also for screen readers. */
  readonly description?: string | undefined;
  /** Shown below the scrolling part. */
  readonly footer?: ReactNode;
  /** Width in pixels; less in a narrow window. */
  readonly width?: number;
  /** Something was entered and not saved: closing by Esc, by a click outside or by the close button asks first. */
  readonly unsaved?: boolean;
  readonly children: ReactNode;
}

/** Focuses the first text input or list, or the dialog itself, but never the close button. */
function focusFirstInput(event: Event): void {
  event.preventDefault();
  const content = event.currentTarget;
  if (!(content instanceof HTMLElement)) return;
  const input = content.querySelector<HTMLElement>('input:not([type="checkbox"]), textarea, select');
  (input ?? content).focus();
}

/**
 * A modal dialog. It keeps the focus inside, closes on Esc, and then restores the focus. `Ctrl Enter` submits its form from
 * anywhere in it.
 */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, description, footer, width = 560, unsaved = false, children } = props;
  const [asks, setAsks] = useState(false);
  return (
    <Primitive.Root
      open={open}
      onOpenChange={(next) => {
        if (!next && unsaved) setAsks(true);
        else onOpenChange(next);
      }}
    >
      <Primitive.Portal>
        <Primitive.Overlay className={css.overlay} />
        <Content width={width} isDescribed={description !== undefined}>
          <header className={css.header}>
            <div>
              <Primitive.Title className={css.title}>{title}</Primitive.Title>
              {description === undefined ? null : (
                <Primitive.Description className={css.description}>{description}</Primitive.Description>
              )}
            </div>
            <Primitive.Close asChild>
              <IconButton label="Close" icon={X} tooltip={false} />
            </Primitive.Close>
          </header>
          <div className={css.body}>{children}</div>
          {footer === undefined ? null : <footer className={css.footer}>{footer}</footer>}
        </Content>
      </Primitive.Portal>
      <DiscardQuestion open={asks} onKeep={() => setAsks(false)} onDiscard={() => onOpenChange(false)} />
    </Primitive.Root>
  );
}

interface ContentProps {
  readonly width: number;
  readonly isDescribed: boolean;
  readonly children: ReactNode;
}

/** Rendered only while the dialog is open. */
function Content({ width, isDescribed, children }: ContentProps) {
  const onCloseAutoFocus = useReturnFocus();
  return (
    <Primitive.Content
      className={css.dialog}
      style={{ width }}
      onOpenAutoFocus={focusFirstInput}
      onCloseAutoFocus={onCloseAutoFocus}
      onKeyDown={submitOnCtrlEnter}
      {...(isDescribed ? {} : { 'aria-describedby': undefined })}
    >
      {children}
    </Primitive.Content>
  );
}

interface DiscardQuestionProps {
  readonly open: boolean;
  readonly onKeep: () => void;
  readonly onDiscard: () => void;
}

/** Asks before a dialog closes with unsaved changes. Esc keeps them. */
function DiscardQuestion({ open, onKeep, onDiscard }: DiscardQuestionProps) {
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => next || onKeep()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={clsx(css.overlay, css.above)} />
        <DiscardContent>
          <header className={css.header}>
            <div>
              <AlertDialog.Title className={css.title}>Discard changes?</AlertDialog.Title>
              <AlertDialog.Description className={css.description}>
                What you entered has not been saved.
              </AlertDialog.Description>
            </div>
          </header>
          <footer className={css.footer}>
            <AlertDialog.Cancel asChild>
              <Button>Keep editing</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button variant="danger" onClick={onDiscard}>
                Discard
              </Button>
            </AlertDialog.Action>
          </footer>
        </DiscardContent>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

function DiscardContent({ children }: { readonly children: ReactNode }) {
  return (
    <AlertDialog.Content
      className={clsx(css.dialog, css.above)}
      style={{ width: 380 }}
      onCloseAutoFocus={useReturnFocus()}
    >
      {children}
    </AlertDialog.Content>
  );
}

function submitOnCtrlEnter(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
  const form = event.currentTarget.querySelector('form');
  if (form === null) return;
  // Otherwise the key would also press the focused button.
  event.preventDefault();
  form.requestSubmit();
}
