import type { LabelsSnapshot } from '@/api/labels';
import { projectLink } from '@/model/route';
import { Icon } from '@/widgets/icons';
import { useTexts } from '@/widgets/language';
import { SaveMark } from './save-mark';
import { labellingTexts } from './texts';

/** The way back, what is open, and whether it is saved. */
export function BarStart({
  project,
  name,
  position,
  snapshot,
}: {
  readonly project: string;
  readonly name: string;
  readonly position: string;
  readonly snapshot: LabelsSnapshot<unknown> | null;
}) {
  const text = useTexts(labellingTexts);
  return (
    <div className="bar-group">
      <a className="icon-link top-link" href={projectLink(project, 'data')} aria-label={text.back}>
        <Icon name="left" />
      </a>
      <div className="bar-title">
        <h1 title={name}>{name}</h1>
        <span className="quiet-text">{position}</span>
      </div>
      {snapshot && <SaveMark snapshot={snapshot} />}
    </div>
  );
}
