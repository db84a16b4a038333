import { useId, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog, type DialogProps } from './dialog.tsx';
import css from './form-dialog.module.css';

export interface FormDialogProps extends Pick<DialogProps, 'title' | 'description' | 'width' | 'unsaved' | 'children'> {
  /** The label of the button that submits the form. */
  readonly submit: string;
  /** The form is being submitted. */
  readonly busy: boolean;
  /** Something else is under way, so it cannot be submitted now. */
  readonly disabled?: boolean;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  /** What is wrong, apart from the errors at the fields. */
  readonly error?: string | undefined;
  /** Another button, at the start of the footer. */
  readonly extra?: ReactNode;
}

/** A dialog with a form, and buttons to submit and to cancel it. It is open as long as it is rendered. */
export function FormDialog(props: FormDialogProps) {
  const { submit, busy, disabled = false, onSubmit, onClose, error, extra, children, ...dialog } = props;
  const form = useId();
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      {...dialog}
      footer={
        <>
          {extra === undefined ? null : (
            <>
              {extra}
              <span className={css.space} />
            </>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={busy} disabled={disabled}>
            {submit}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className={css.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {children}
        {error === undefined ? null : (
          <p className={css.error} role="alert">
            {error}
          </p>
        )}
      </form>
    </Dialog>
  );
}
