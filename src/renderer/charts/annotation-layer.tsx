import type { Annotation } from '../../contract/model/annotation.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { annotationMarks } from './annotation-marks.ts';
import type { Plot } from './geometry.ts';

export interface AnnotationLayerProps {
  readonly annotations: readonly Annotation[];
  readonly plot: Plot;
  /** The time at the right end of what is drawn. */
  readonly until?: EpochMs;
  readonly textOf: (annotation: Annotation) => string;
}

/** Half of the width of a flag, in pixels. */
const FLAG = 5;

/** Annotations as flags above the plot, each with a dashed line down to the time axis. Pointing at one shows its text. */
export function AnnotationLayer({ annotations, plot, until, textOf }: AnnotationLayerProps) {
  const bottom = plot.top + plot.height;
  return (
    <g data-annotations>
      {annotationMarks(annotations, plot, until).map(({ left, width, annotations: there }) => (
        <g key={left} data-annotation={there[0]?.kind} style={{ pointerEvents: 'auto' }}>
          <title>{there.map(textOf).join('\n')}</title>
          {width > 0 ? (
            <rect x={left} y={plot.top} width={width} height={plot.height} fill="var(--accent)" fillOpacity={0.06} />
          ) : null}
          <path d={`M${left} ${plot.top}V${bottom}`} stroke="var(--accent)" strokeDasharray="2 3" strokeOpacity={0.7} />
          <path
            d={`M${left - FLAG} ${plot.top - 2 * FLAG}h${2 * FLAG}l-${FLAG} ${FLAG + 3}z`}
            fill="var(--accent)"
            stroke="var(--surface)"
          />
        </g>
      ))}
    </g>
  );
}
