/** Short messages with an optional action such as Undo. */
import { CircleCheck, OctagonX, X } from 'lucide-react';
import { Toast as Primitive } from 'radix-ui';
import { Button, IconButton } from './button.tsx';
import { createSharedValue } from './shared-value.ts';
import css from './toast.module.css';

export interface ToastContent {
  readonly title: string;
  readonly body?: string;
  readonly level?: 'done' | 'error';
  readonly action?: { readonly label: string; readonly onAction: () => void };
}

interface Shown extends ToastContent {
  readonly id: number;
  readonly open: boolean;
}

const shown = createSharedValue<readonly Shown[]>([]);
let nextId = 1;

/** Removes a message. */
function remove(id: number): void {
  shown.set(shown.get().filter((other) => other.id !== id));
}

/**
 * Shows a message for 5 seconds, or longer if it is an error or has an action; at most three at a time.
 * @returns a function that dismisses it
 */
export function toast(content: ToastContent): () => void {
  const id = nextId++;
  shown.set([...shown.get().slice(-2), { ...content, id, open: true }]);
  return () => remove(id);
}

function durationOf({ level, action }: ToastContent): number {
  return level === 'error' ? 12_000 : action ? 10_000 : 5_000;
}

/** The place where messages appear; mounted once in the app. */
export function Toaster() {
  const toasts = shown.use();
  return (
    <Primitive.Provider swipeDirection="down">
      {toasts.map((one) => (
        <Primitive.Root
          key={one.id}
          className={css.toast}
          open={one.open}
          duration={durationOf(one)}
          type={one.level === 'error' ? 'foreground' : 'background'}
          onOpenChange={(open) => {
            if (!open) remove(one.id);
          }}
        >
          {one.level === 'error' ? (
            <OctagonX size={16} className={css.error} aria-hidden />
          ) : (
            <CircleCheck size={16} className={css.done} aria-hidden />
          )}
          <div className={css.text}>
            <Primitive.Title className={css.title}>{one.title}</Primitive.Title>
            {one.body === undefined ? null : (
              <Primitive.Description className={css.body}>{one.body}</Primitive.Description>
            )}
          </div>
          {one.action ? (
            <Primitive.Action asChild altText={one.action.label} onClick={one.action.onAction}>
              <Button size="sm">{one.action.label}</Button>
            </Primitive.Action>
          ) : null}
          <Primitive.Close asChild>
            <IconButton label="Dismiss" icon={X} size="sm" tooltip={false} />
          </Primitive.Close>
        </Primitive.Root>
      ))}
      <Primitive.Viewport className={css.viewport} />
    </Primitive.Provider>
  );
}
