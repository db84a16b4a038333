import type { EpochMs } from '../../../contract/model/units.ts';
import { annotationMarks, type ChartNote } from '../data/annotation-marks.ts';
import type { Plot } from '../scale/geometry.ts';

export interface AnnotationLayerProps {
  readonly annotations: readonly ChartNote[];
  readonly plot: Plot;
  /** The time at the right end of the drawing. */
  readonly until?: EpochMs;
}

/** Half of the width of a flag, in pixels. */
const FLAG = 5;

/**
 * Annotations as flags above the plot, and changes that checks found as diamonds, each with a dashed line down to the
 * time axis. Pointing at one shows its text.
 */
export function AnnotationLayer({ annotations, plot, until }: AnnotationLayerProps) {
  const bottom = plot.top + plot.height;
  return (
    <g data-annotations>
      {annotationMarks(annotations, plot, until).map(({ left, width, annotations: there }) => {
        const onlyChanges = there.every(({ kind }) => kind === 'change');
        const color = onlyChanges ? 'var(--text-2)' : 'var(--accent)';
        return (
          <g key={left} data-annotation={there[0]?.kind} style={{ pointerEvents: 'auto' }}>
            <title>{there.map(({ text }) => text).join('\n')}</title>
            {width > 0 ? (
              <rect x={left} y={plot.top} width={width} height={plot.height} fill={color} fillOpacity={0.06} />
            ) : null}
            <path d={`M${left} ${plot.top}V${bottom}`} stroke={color} strokeDasharray="2 3" strokeOpacity={0.7} />
            <path
              d={
                onlyChanges
                  ? `M${left} ${plot.top - 2 * FLAG}l${FLAG} ${FLAG}l-${FLAG} ${FLAG}l-${FLAG} -${FLAG}z`
                  : `M${left - FLAG} ${plot.top - 2 * FLAG}h${2 * FLAG}l-${FLAG} ${FLAG + 3}z`
              }
              fill={color}
              stroke="var(--surface)"
            />
          </g>
        );
      })}
    </g>
  );
}
