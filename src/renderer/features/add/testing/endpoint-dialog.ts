/** Test code: opens and fills in the dialog of an endpoint. */
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import { forgetUndo } from '../../../components/undo.ts';
import { closeEndpointDialog, openEndpointDialog } from '../../../navigation/open-endpoint-dialog.ts';

/** To be called once in each file of tests. */
export function setUpEndpointDialog(): void {
  vi.setConfig({ testTimeout: 60_000 });
  beforeEach(forgetUndo);
  afterEach(() => {
    cleanup();
    closeEndpointDialog();
  });
}

/** A toast's text is there twice for a moment: seen, and read out. */
export const findToast = (text: string | RegExp) => screen.findAllByText(text);

export const open = (request: Parameters<typeof openEndpointDialog>[0]) => act(() => openEndpointDialog(request));

export const type = (label: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
