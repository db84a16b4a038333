import { Field } from '../../components/field.tsx';
import { FieldPair } from '../../components/field-group.tsx';
import { Select } from '../../components/select.tsx';
import { DraftField } from '../draft-field.tsx';

/** The range and the format of a file. */
export interface RangeDraft<Range extends string, Format extends string> {
  /** `typed`: the text in `typed`. */
  readonly range: Range;
  readonly typed: string;
  readonly format: Format;
}

interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

export interface RangeFieldsProps<Range extends string, Format extends string> {
  readonly draft: RangeDraft<Range, Format>;
  readonly onChange: (change: Partial<RangeDraft<Range, Format>>) => void;
  readonly ranges: readonly Option<Range>[];
  readonly formats: readonly Option<Format>[];
  /** Why the typed text is not a range; null: it is one, or was not parsed yet. */
  readonly typedError: string | null;
  /** Examples of ranges. */
  readonly help: string;
}

/** The fields for the range and the format of a file, such as a report. */
export function RangeFields<Range extends string, Format extends string>(props: RangeFieldsProps<Range, Format>) {
  const { draft, onChange, ranges, formats, typedError, help } = props;
  return (
    <>
      <FieldPair>
        <Field label="Range">
          {({ id }) => (
            <Select
              id={id}
              value={draft.range}
              options={ranges}
              onChange={(value) => onChange({ range: ranges.find((one) => one.value === value)?.value ?? draft.range })}
            />
          )}
        </Field>
        <Field label="Format">
          {({ id }) => (
            <Select
              id={id}
              value={draft.format}
              options={formats}
              onChange={(value) =>
                onChange({ format: formats.find((one) => one.value === value)?.value ?? draft.format })
              }
            />
          )}
        </Field>
      </FieldPair>
      {draft.range === 'typed' ? (
        <DraftField
          name="typed"
          draft={draft}
          onChange={onChange}
          errors={{ get: () => typedError ?? undefined }}
          label="Range as text"
          placeholder="2026-10-01 to 2026-11-01"
          help={help}
        />
      ) : null}
    </>
  );
}
