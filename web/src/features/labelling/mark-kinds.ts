import type { Labels } from '@/api/labels';
import type { Services } from '@/api/services';
import type { BoxLabel, Item, Prediction, Segment } from '@/model/entities';
import { isSame, type Rectangle } from '@/model/rectangle';
import { isSame as isSameStretch, onGrid, type Stretch } from '@/model/stretch';
import type { Suggestion } from './use-suggestions';

export interface Named {
  readonly name: string;
}

/** What a mark is: a class at a place, which is a rectangle or a stretch. */
export interface MarkKind<Mark extends Named, Place> {
  readonly made: (name: string, place: Place) => Mark;
  readonly placed: (mark: Mark, place: Place) => Mark;
  readonly isAt: (mark: Mark, place: Place) => boolean;
  readonly labelsOf: (services: Services) => Labels<Mark>;
  /** As the list of items has it; undefined: not labelled. */
  readonly countOf: (item: Item) => number | undefined;
  readonly proposed: (prediction: Prediction) => Omit<Suggestion<Mark>, 'id'>[];
  /** The model is asked about the next item while one is at this one. */
  readonly asksAhead: boolean;
}

const rounded = ({ left, top, width, height }: Rectangle): Rectangle => ({
  left: Math.round(left),
  top: Math.round(top),
  width: Math.max(1, Math.round(width)),
  height: Math.max(1, Math.round(height)),
});

export const boxKind: MarkKind<BoxLabel, Rectangle> = {
  made: (name, location) => ({ name, location }),
  placed: (box, location) => ({ ...box, location }),
  isAt: (box, location) => isSame(box.location, location),
  labelsOf: ({ labels }) => labels,
  countOf: ({ boxes }) => boxes,
  proposed: ({ results }) =>
    results.flatMap(({ name, score, location }) =>
      location ? [{ score, mark: { name, location: rounded(location) } }] : [],
    ),
  asksAhead: true,
};

export const segmentKind: MarkKind<Segment, Stretch> = {
  made: (name, { begin, seconds }) => ({ name, begin, seconds }),
  placed: ({ name }, { begin, seconds }) => ({ name, begin, seconds }),
  isAt: isSameStretch,
  labelsOf: ({ segments }) => segments,
  countOf: ({ segments }) => segments,
  proposed: ({ passages = [] }) =>
    passages.map(({ name, begin, seconds, score }) => ({
      score,
      mark: { name, begin: onGrid(begin), seconds: onGrid(seconds) },
    })),
  asksAhead: false,
};
