import { useState } from 'react';
import type { Endpoint } from '../../../contract/model/endpoint.ts';
import { Dialog } from '../../components/dialog.tsx';
import { valuesFrom } from '../../form/form-model.ts';
import { useEndpoint, useKinds } from '../../live/hooks.ts';
import { closeEndpointDialog, useEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';
import { AddDialog } from './add-dialog.tsx';
import { useEndpointForm, type EndpointFormOptions } from './use-endpoint-form.tsx';

/** Adds, edits or clones an endpoint. Mounted once; `openEndpointDialog` opens it from anywhere. */
export function EndpointDialog() {
  const request = useEndpointDialog();
  if (request === null) return null;
  return request.mode === 'add' ? (
    <AddDialog request={request} />
  ) : (
    <CopyDialog key={request.id} mode={request.mode} id={request.id} />
  );
}

function CopyDialog({ mode, id }: { readonly mode: 'edit' | 'clone'; readonly id: string }) {
  const kinds = useKinds();
  // As it was when the dialog opened: a check that ends meanwhile must not change the input.
  const present = useEndpoint(id)?.endpoint;
  const [endpoint] = useState<Endpoint | undefined>(present);
  const form = kinds.find((kind) => kind.kind === endpoint?.config.kind);
  if (endpoint === undefined || form === undefined) {
    return (
      <Dialog open onOpenChange={closeEndpointDialog} title="This endpoint does not exist">
        <p>It has been deleted.</p>
      </Dialog>
    );
  }
  const { config, source } = endpoint;
  if (mode === 'edit' && source !== 'hand') {
    return (
      <Dialog open onOpenChange={closeEndpointDialog} title={`${config.name} cannot be edited here`}>
        <p>
          {source === 'file' ? 'It comes from lookout.yaml. Edit it there.' : 'It is part of the demo, which is fixed.'}
        </p>
      </Dialog>
    );
  }
  const name = `${config.name} (copy)`;
  return mode === 'edit' ? (
    <FormDialog
      title={`Edit ${config.name}`}
      submit="Save"
      kind={config.kind}
      values={valuesFrom(form, config)}
      id={id}
      secretsOf={id}
    />
  ) : (
    <FormDialog
      title={`Clone ${config.name}`}
      submit="Add"
      kind={config.kind}
      values={valuesFrom(form, { ...config, name })}
      id={null}
      secretsOf={id}
    />
  );
}

function FormDialog({ title, ...options }: EndpointFormOptions & { readonly title: string }) {
  const { body, footer, unsaved } = useEndpointForm(options);
  return (
    <Dialog open onOpenChange={closeEndpointDialog} title={title} width={680} unsaved={unsaved} footer={footer}>
      {body}
    </Dialog>
  );
}
