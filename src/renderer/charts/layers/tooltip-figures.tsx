import css from '../frame/time-chart.module.css';

/** The lines of a tooltip that have a label and a value each. */
export function TooltipFigures({
  figures,
}: {
  readonly figures: readonly (readonly [label: string, value: string])[];
}) {
  return figures.map(([label, value]) => (
    <p key={label} className={css.figure}>
      <span>{label}</span>
      <span>{value}</span>
    </p>
  ));
}
