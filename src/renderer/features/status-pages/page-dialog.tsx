import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { StatusPageView } from '../../../contract/model/status-page.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Field, TextArea } from '../../components/field.tsx';
import { FieldPair } from '../../components/field-group.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Switch } from '../../components/switch.tsx';
import { Trouble } from '../../components/trouble.tsx';
import { DraftField } from '../../form/draft-field.tsx';
import { MatchFields } from '../../form/match/match-fields.tsx';
import { TimeZoneField } from '../../form/time-zone-field.tsx';
import { useSave } from '../../form/use-save.ts';
import { useRequest } from '../../live/hooks.ts';
import { useEndpointNames } from '../../live/use-endpoint-names.ts';
import { LogoField } from './logo-field.tsx';
import {
  emptySection,
  pageDraftOf,
  pageFieldOf,
  pageInputOf,
  type PageDraft,
  type SectionDraft,
} from './page-draft.ts';
import css from './status-pages.module.css';

export interface PageDialogProps {
  /** Null: a new one. */
  readonly page: StatusPageView | null;
  readonly onClose: () => void;
}

/** Adds or changes a status page. */
export function PageDialog({ page, onClose }: PageDialogProps) {
  const request = useRequest();
  const nameOf = useEndpointNames();
  const [first] = useState(() => pageDraftOf(page?.config ?? null, nameOf));
  const [draft, setDraft] = useState(first);
  const { busy, errors, save } = useSave(pageFieldOf, onClose);
  const change = (next: Partial<PageDraft>) => setDraft({ ...draft, ...next });
  const field = <Name extends keyof PageDraft>(name: Name) => ({ name, draft, onChange: change, errors });
  const changeSection = (index: number, next: Partial<SectionDraft> | null) =>
    change({
      sections: draft.sections.flatMap((one, at) => {
        if (at !== index) return [one];
        return next === null ? [] : [{ ...one, ...next }];
      }),
    });
  const id = page === null ? {} : { id: page.id };
  return (
    <FormDialog
      title={page === null ? 'Add a status page' : 'Edit the status page'}
      description="Anyone who can reach this computer can read it without a token. It shows only what you choose here: no addresses, and no names of endpoints unless you switch them on."
      unsaved={draft !== first}
      submit={page === null ? 'Add' : 'Save'}
      busy={busy}
      onSubmit={() => void save(() => request('statusPages.save', { ...id, page: pageInputOf(draft) }))}
      onClose={onClose}
      error={errors.get(null)}
    >
      <FieldPair>
        <DraftField {...field('title')} label="Title" required placeholder="Shop" />
        <DraftField
          {...field('name')}
          label="Name in the address"
          required
          mono
          placeholder="shop"
          help={`/status/${draft.name.trim() || 'shop'}/`}
        />
      </FieldPair>
      <Text {...field('description')} label="Description" />
      <LogoField logo={draft.logo} error={errors.get('logo')} onChange={(logo) => change({ logo })} />
      <Sections sections={draft.sections} error={errors.get('sections')}>
        {draft.sections.map((section, index) => (
          <Section
            key={section.key}
            section={section}
            number={index + 1}
            errors={{ get: (name) => errors.get(`sections.${index}.${name}`) }}
            onChange={(next) => changeSection(index, next)}
            onRemove={draft.sections.length === 1 ? null : () => changeSection(index, null)}
          />
        ))}
        <Button size="sm" icon={Plus} onClick={() => change({ sections: [...draft.sections, emptySection()] })}>
          Add section
        </Button>
      </Sections>
      <Text
        {...field('publicNames')}
        label="Public names"
        help="What the page calls endpoints, one per line: db01 = Database"
      />
      <Toggle id="status-latency" checked={draft.latency} onChange={(latency) => change({ latency })}>
        Show how long answers take
      </Toggle>
      <Toggle id="status-causes" checked={draft.causes} onChange={(causes) => change({ causes })}>
        Show what kind of failure caused an incident
      </Toggle>
      <FieldPair>
        <DraftField
          {...field('url')}
          label="Public address"
          mono
          placeholder="https://status.example.org/"
          help="For the links in feeds, if a proxy or another host serves the page."
        />
        <TimeZoneField {...field('timezone')} help="Days begin in this time zone." />
      </FieldPair>
    </FormDialog>
  );
}

interface TextProps {
  readonly name: 'description' | 'publicNames';
  readonly draft: PageDraft;
  readonly onChange: (change: Partial<PageDraft>) => void;
  readonly errors: { readonly get: (field: string) => string | undefined };
  readonly label: string;
  readonly help?: string;
}

function Text({ name, draft, onChange, errors, label, help }: TextProps) {
  return (
    <Field label={label} help={help} error={errors.get(name)}>
      {({ id, describedBy, invalid }) => (
        <TextArea
          id={id}
          aria-describedby={describedBy}
          invalid={invalid}
          rows={2}
          value={draft[name]}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
}

interface SectionsProps {
  readonly sections: readonly SectionDraft[];
  readonly error: string | undefined;
  readonly children: React.ReactNode;
}

function Sections({ error, children }: SectionsProps) {
  return (
    <fieldset className={css.sections}>
      <legend className={css.legend}>Sections</legend>
      {children}
      <Trouble>{error}</Trouble>
    </fieldset>
  );
}

interface SectionProps {
  readonly section: SectionDraft;
  readonly number: number;
  readonly errors: { readonly get: (field: keyof SectionDraft) => string | undefined };
  readonly onChange: (change: Partial<SectionDraft>) => void;
  /** Null: the section cannot be removed, because it is the only one. */
  readonly onRemove: (() => void) | null;
}

function Section({ section, number, errors, onChange, onRemove }: SectionProps) {
  const id = `status-section-${section.key}`;
  return (
    <fieldset className={css.sectionForm}>
      <legend className="sr-only">Section {number}</legend>
      <div className={css.sectionTitle}>
        <DraftField
          name="title"
          draft={section}
          onChange={onChange}
          errors={errors}
          label="Title"
          required
          placeholder="Website"
        />
        {onRemove === null ? null : (
          <IconButton label={`Remove section ${number}`} icon={Trash2} size="sm" onClick={onRemove} />
        )}
      </div>
      <MatchFields draft={section} onChange={onChange} errors={errors} />
      <Toggle id={id} checked={section.named} onChange={(named) => onChange({ named })}>
        Show each endpoint with its name
      </Toggle>
    </fieldset>
  );
}

interface ToggleProps {
  readonly id: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: string;
}

function Toggle({ id, checked, onChange, children }: ToggleProps) {
  return (
    <div className={css.toggle}>
      <Switch id={id} checked={checked} onChange={onChange} />
      <label htmlFor={id}>{children}</label>
    </div>
  );
}
