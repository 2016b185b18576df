import type { BoxLabel } from './entities';

/** What is said about a picture. Not labelled: nobody has said yet what is in it, and there are no boxes. */
export interface Labelling {
  readonly labelled: boolean;
  readonly boxes: readonly BoxLabel[];
}

/**
 * A change that can be taken back and stored as JSON. `places` rise; they count in the boxes after an insertion, and in those
 * before a removal or replacement. `labelled`: before and after.
 */
export type Edit = { readonly labelled: readonly [boolean, boolean] } & (
  | {
      readonly kind: 'insert' | 'remove';
      readonly places: readonly number[];
      readonly boxes: readonly BoxLabel[];
    }
  | {
      readonly kind: 'replace';
      readonly places: readonly number[];
      readonly before: readonly BoxLabel[];
      readonly after: readonly BoxLabel[];
    }
  | { readonly kind: 'mark' }
);

/** Puts boxes behind the others. */
export function insertion(on: Labelling, boxes: readonly BoxLabel[]): Edit {
  return {
    kind: 'insert',
    places: boxes.map((_, index) => on.boxes.length + index),
    boxes,
    labelled: [on.labelled, true],
  };
}

export function removal(on: Labelling, places: readonly number[]): Edit {
  const rising = [...places].sort((a, b) => a - b);
  return { kind: 'remove', places: rising, boxes: pick(on, rising), labelled: [on.labelled, on.labelled] };
}

/** `after[k]` comes to `places[k]`. */
export function replacement(on: Labelling, places: readonly number[], after: readonly BoxLabel[]): Edit {
  return { kind: 'replace', places, before: pick(on, places), after, labelled: [on.labelled, true] };
}

/** Says that the picture is labelled as it is, or takes that back. */
export function marking(on: Labelling, labelled: boolean): Edit {
  return { kind: 'mark', labelled: [on.labelled, labelled] };
}

export function apply(edit: Edit, on: Labelling): Labelling {
  const boxes = on.boxes.slice();
  switch (edit.kind) {
    case 'insert':
      for (const [index, box] of edit.boxes.entries()) boxes.splice(edit.places[index] ?? 0, 0, box);
      break;
    case 'remove':
      for (const place of edit.places.toReversed()) boxes.splice(place, 1);
      break;
    case 'replace':
      for (const [index, box] of edit.after.entries()) boxes[edit.places[index] ?? 0] = box;
      break;
    case 'mark':
      break;
  }
  return { labelled: edit.labelled[1], boxes };
}

/** The edit that takes this one back. */
export function inverse(edit: Edit): Edit {
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

/** Both as one: a held key makes one change of the same boxes. Undefined where they do not go together. */
export function joined(first: Edit, second: Edit): Edit | undefined {
  if (first.kind !== 'replace' || second.kind !== 'replace') return undefined;
  if (first.places.join() !== second.places.join()) return undefined;
  return { ...first, after: second.after, labelled: [first.labelled[0], second.labelled[1]] };
}

function pick(on: Labelling, places: readonly number[]): BoxLabel[] {
  return places.map((place) => {
    const box = on.boxes[place];
    if (!box) throw new Error(`there is no box ${place}`);
    return box;
  });
}
