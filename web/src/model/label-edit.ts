/** What is said about an item. Not labelled: nobody has said yet what is in it, and there are no marks: boxes or segments. */
export interface Labelling<Mark> {
  readonly labelled: boolean;
  readonly marks: readonly Mark[];
}

/**
 * A change that can be taken back and stored as JSON. `places` rise; they count in the marks after an insertion, and in those
 * before a removal or replacement. `labelled`: before and after.
 */
export type Edit<Mark> = { readonly labelled: readonly [boolean, boolean] } & (
  | {
      readonly kind: 'insert' | 'remove';
      readonly places: readonly number[];
      readonly marks: readonly Mark[];
    }
  | {
      readonly kind: 'replace';
      readonly places: readonly number[];
      readonly before: readonly Mark[];
      readonly after: readonly Mark[];
    }
  | { readonly kind: 'mark' }
);

/** Puts marks behind the others. */
export function insertion<Mark>(on: Labelling<Mark>, marks: readonly Mark[]): Edit<Mark> {
  return {
    kind: 'insert',
    places: marks.map((_, index) => on.marks.length + index),
    marks,
    labelled: [on.labelled, true],
  };
}

export function removal<Mark>(on: Labelling<Mark>, places: readonly number[]): Edit<Mark> {
  const rising = [...places].sort((a, b) => a - b);
  return { kind: 'remove', places: rising, marks: pick(on, rising), labelled: [on.labelled, on.labelled] };
}

/** `after[k]` comes to `places[k]`. */
export function replacement<Mark>(
  on: Labelling<Mark>,
  places: readonly number[],
  after: readonly Mark[],
): Edit<Mark> {
  return { kind: 'replace', places, before: pick(on, places), after, labelled: [on.labelled, true] };
}

/** Says that the item is labelled as it is, or takes that back. */
export function marking<Mark>(on: Labelling<Mark>, labelled: boolean): Edit<Mark> {
  return { kind: 'mark', labelled: [on.labelled, labelled] };
}

export function apply<Mark>(edit: Edit<Mark>, on: Labelling<Mark>): Labelling<Mark> {
  const marks = on.marks.slice();
  switch (edit.kind) {
    case 'insert':
      for (const [index, mark] of edit.marks.entries()) marks.splice(edit.places[index] ?? 0, 0, mark);
      break;
    case 'remove':
      for (const place of edit.places.toReversed()) marks.splice(place, 1);
      break;
    case 'replace':
      for (const [index, mark] of edit.after.entries()) marks[edit.places[index] ?? 0] = mark;
      break;
    case 'mark':
      break;
  }
  return { labelled: edit.labelled[1], marks };
}

/** The edit that takes this one back. */
export function inverse<Mark>(edit: Edit<Mark>): Edit<Mark> {
  const labelled = [edit.labelled[1], edit.labelled[0]] as const;
  switch (edit.kind) {
    case 'insert':
      return { ...edit, kind: 'remove', labelled };
    case 'remove':
      return { ...edit, kind: 'insert', labelled };
    case 'replace':
      return { ...edit, before: edit.after, after: edit.before, labelled };
    case 'mark':
      return { kind: 'mark', labelled };
  }
}

/** Both as one: a held key makes one change of the same marks. Undefined where they do not go together. */
export function joined<Mark>(first: Edit<Mark>, second: Edit<Mark>): Edit<Mark> | undefined {
  if (first.kind !== 'replace' || second.kind !== 'replace') return undefined;
  if (first.places.join() !== second.places.join()) return undefined;
  return { ...first, after: second.after, labelled: [first.labelled[0], second.labelled[1]] };
}

function pick<Mark>(on: Labelling<Mark>, places: readonly number[]): Mark[] {
  return places.map((place) => {
    const mark = on.marks[place];
    if (!mark) throw new Error(`there is no mark ${place}`);
    return mark;
  });
}
