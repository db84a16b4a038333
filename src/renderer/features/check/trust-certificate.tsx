import { ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import type { FormField } from '../../../contract/descriptor.ts';
import type { Certificate, CheckResult } from '../../../contract/model/check.ts';
import type { Endpoint } from '../../../contract/model/endpoint.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { toastUndo, type UndoOutcome } from '../../components/undo.ts';
import { copyText } from '../../live/copy-text.ts';
import { useCapabilities, useEndpoint, useKind, useLiveStore } from '../../live/hooks.ts';
import { useCommand, useUndoCommand } from '../../live/use-command.ts';
import css from './trust-certificate.module.css';
import { tlsAmong } from './detail-text.ts';
import { Facts, Raw } from './facts.tsx';
import { formatFullDateTime } from './when.ts';

/** Failures that mean that the owner of a certificate cannot be verified. Expiry is not among them. */
const UNVERIFIED: ReadonlySet<string> = new Set(['tls.selfSigned', 'tls.unknownAuthority', 'tls.wrongHost']);

/**
 * A button beside a failure about the server's certificate: makes the endpoint trust that certificate, and only that
 * one.
 */
export function TrustCertificate({ check }: { readonly check: CheckResult }) {
  const view = useEndpoint(check.endpointId);
  const kind = useKind(view?.endpoint.config.kind);
  const can = useCapabilities(check.endpointId);
  const field = kind?.fields.find(({ holds }) => holds === 'certificateFingerprints');
  const certificate = tlsAmong(check.details, kind?.details ?? [])?.chain[0];
  if (view === undefined || field === undefined || certificate === undefined) return null;
  if (!UNVERIFIED.has(check.failure?.code ?? '')) return null;

  const { endpoint } = view;
  const { fingerprint } = certificate;
  if (trustedBy(endpoint, field).includes(fingerprint)) {
    return <p className={css.note}>This endpoint trusts the certificate now.</p>;
  }
  if (endpoint.source === 'file') {
    return (
      <p className={css.note}>
        To trust the certificate, add its fingerprint to <code>{field.name}</code> in lookout.yaml.{' '}
        <Button size="sm" onClick={() => void copyText(fingerprint, 'Fingerprint copied')}>
          Copy fingerprint
        </Button>
      </p>
    );
  }
  return can.edit ? <Offer endpoint={endpoint} field={field} certificate={certificate} /> : null;
}

interface OfferProps {
  readonly endpoint: Endpoint;
  readonly field: FormField;
  readonly certificate: Certificate;
}

function Offer({ endpoint, field, certificate }: OfferProps) {
  const store = useLiveStore();
  const command = useCommand();
  const undoCommand = useUndoCommand();
  const [open, setOpen] = useState(false);
  const [saving, setSaving] = useState(false);
  const { id } = endpoint;
  const { fingerprint } = certificate;

  /**
   * The request that changes only this fingerprint in the config as it is now, which may have been edited since this
   * was rendered. Null: there is nothing to change.
   */
  const update = (trusted: boolean) => {
    const now = store.getState()?.endpoints.get(id)?.endpoint ?? endpoint;
    const before = trustedBy(now, field);
    if (before.includes(fingerprint) === trusted) return null;
    const after = trusted ? [...before, fingerprint] : before.filter((one) => one !== fingerprint);
    return { id, config: { ...now.config, [field.name]: after } };
  };
  const undo = async (): Promise<UndoOutcome> => {
    const args = update(false);
    return args === null ? 'done' : undoCommand('endpoints.update', args);
  };
  const trust = async () => {
    const args = update(true);
    if (args !== null) {
      setSaving(true);
      const saved = await command('Could not trust the certificate', 'endpoints.update', args);
      setSaving(false);
      if (saved === undefined) return;
    }
    setOpen(false);
    toastUndo({ title: `${endpoint.config.name} trusts the certificate` }, undo);
  };

  return (
    <>
      <Button size="sm" icon={ShieldAlert} className={css.offer} onClick={() => setOpen(true)}>
        Trust this certificate…
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Trust this certificate?"
        description={`Lookout cannot verify that it belongs to ${endpoint.target}. Trust it only if its fingerprint is the one that the server's administrator gave you.`}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button variant="primary" busy={saving} onClick={() => void trust()}>
              Trust certificate
            </Button>
          </>
        }
      >
        <Facts
          facts={[
            ['SHA-256', <Raw key="fingerprint">{fingerprint}</Raw>],
            ['Subject', certificate.subject],
            ['Issuer', certificate.issuer],
            ['Valid from', certificate.validFrom === null ? null : formatFullDateTime(certificate.validFrom)],
            ['Valid to', formatFullDateTime(certificate.validTo)],
          ]}
        />
        <p className={css.scope}>
          Lookout accepts it for this endpoint only. To remove it, edit the endpoint: it is listed under “{field.label}
          ”. Once it is out of date, checks fail again.
        </p>
      </Dialog>
    </>
  );
}

/** The fingerprints that the endpoint's config holds. */
function trustedBy({ config }: Endpoint, field: FormField): readonly string[] {
  const value = config[field.name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
