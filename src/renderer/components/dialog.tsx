import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
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
  readonly children: ReactNode;
}

/** Focuses the first text input, or the dialog itself, but never the close button. */
function focusFirstInput(event: Event): void {
  event.preventDefault();
  const content = event.currentTarget;
  if (!(content instanceof HTMLElement)) return;
  const input = content.querySelector<HTMLElement>('input:not([type="checkbox"]), textarea');
  (input ?? content).focus();
}

/** A modal dialog. It keeps the focus inside, closes on Esc, and then restores the focus. */
export function Dialog({ open, onOpenChange, title, description, footer, width = 560, children }: DialogProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className={css.overlay} />
        <Primitive.Content
          className={css.dialog}
          style={{ width }}
          onOpenAutoFocus={focusFirstInput}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
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
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
