/** Test code: opens and fills in the dialog of an endpoint. */
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach } from 'vitest';
import { forgetUndo } from '../../../components/undo.ts';
import { closeEndpointDialog, openEndpointDialog } from '../../../navigation/open-endpoint-dialog.ts';

/** Call this once in each test file. */
export function setUpEndpointDialog(): void {
  beforeEach(forgetUndo);
  afterEach(() => {
    cleanup();
    closeEndpointDialog();
  });
}

/** A toast's text exists twice for a moment: visible, and for screen readers. */
export const findToast = (text: string | RegExp) => screen.findAllByText(text);

export const open = (request: Parameters<typeof openEndpointDialog>[0]) => act(() => openEndpointDialog(request));

export const type = (label: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
