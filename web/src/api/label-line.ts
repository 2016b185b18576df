import type { BoxLabel, Segment } from '@/model/entities';
import type { Labelling } from '@/model/label-edit';
import type { DataService } from './data';

/** As the server keeps it. The revision rises with every change; 0: never labelled. */
export interface StoredLabelling<Mark> extends Labelling<Mark> {
  readonly revision: number;
}

/** How marks of one kind go to the server and come back. */
export interface LabelLine<Mark> {
  /** The code with which `save` is refused when another revision is stored, unless it holds the same marks. */
  readonly conflict: string;
  load(project: string, item: number): Promise<StoredLabelling<Mark>>;
  save(project: string, item: number, labelling: StoredLabelling<Mark>): Promise<StoredLabelling<Mark>>;
  /** In the order in which the server gives them. */
  arranged(marks: readonly Mark[]): readonly Mark[];
  /** A server may keep fewer digits. */
  isSame(a: Mark, b: Mark): boolean;
}

const tolerance = { pixels: 0.01, seconds: 1e-5 };

export function boxLine(data: Pick<DataService, 'boxes' | 'putBoxes'>): LabelLine<BoxLabel> {
  const sides = ['left', 'top', 'width', 'height'] as const;
  return {
    conflict: 'boxes-changed',
    load: async (project, item) => {
      const { boxes, ...rest } = await data.boxes(project, item);
      return { ...rest, marks: boxes };
    },
    save: async (project, item, { marks, revision, labelled }) => {
      const { boxes, ...rest } = await data.putBoxes(project, item, { revision, labelled, boxes: marks });
      return { ...rest, marks: boxes };
    },
    arranged: (marks) => marks,
    isSame: (a, b) =>
      a.name === b.name &&
      Boolean(a.difficult) === Boolean(b.difficult) &&
      Boolean(a.crowd) === Boolean(b.crowd) &&
      sides.every((side) => Math.abs(a.location[side] - b.location[side]) < tolerance.pixels),
  };
}

export function segmentLine(data: Pick<DataService, 'segments' | 'putSegments'>): LabelLine<Segment> {
  const isNear = (a: number, b: number) => Math.abs(a - b) < tolerance.seconds;
  return {
    conflict: 'segments-changed',
    load: async (project, item) => {
      const { segments, ...rest } = await data.segments(project, item);
      return { ...rest, marks: segments };
    },
    save: async (project, item, { marks, revision, labelled }) => {
      const { segments, ...rest } = await data.putSegments(project, item, {
        revision,
        labelled,
        segments: marks,
      });
      return { ...rest, marks: segments };
    },
    arranged: (marks) =>
      marks.toSorted(
        (a, b) =>
          a.begin - b.begin || a.seconds - b.seconds || (a.name < b.name ? -1 : Number(a.name > b.name)),
      ),
    isSame: (a, b) => a.name === b.name && isNear(a.begin, b.begin) && isNear(a.seconds, b.seconds),
  };
}
