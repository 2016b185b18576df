import type { Place, Rectangle, Size } from '@/model/rectangle';

/** Where the picture lies on the screen: screen = picture × scale + (x, y), in CSS pixels of the editor's element. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

const scales = { least: 0.02, most: 64 };
const margin = 24;
const inSight = 48; // pixels of the picture that no move takes out of sight

/** All of the picture, centred. Small ones are enlarged, but not to the size of tiles. */
export function fitted(picture: Size, screen: Size): View {
  const room = {
    width: Math.max(1, screen.width - 2 * margin),
    height: Math.max(1, screen.height - 2 * margin),
  };
  const scale = Math.min(room.width / picture.width, room.height / picture.height, 8);
  return {
    scale,
    x: (screen.width - picture.width * scale) / 2,
    y: (screen.height - picture.height * scale) / 2,
  };
}

/** What lies at `at` on the screen stays there. */
export function zoomed(view: View, factor: number, at: Place): View {
  const scale = Math.max(scales.least, Math.min(scales.most, view.scale * factor));
  const ratio = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio };
}

export function panned(view: View, by: Place): View {
  return { ...view, x: view.x + by.x, y: view.y + by.y };
}

/** The nearest view that has some of the picture in sight. */
export function kept(view: View, picture: Size, screen: Size): View {
  const keep = (offset: number, length: number, room: number) => {
    const shown = Math.min(inSight, length);
    return Math.max(shown - length, Math.min(room - shown, offset));
  };
  return {
    scale: view.scale,
    x: keep(view.x, picture.width * view.scale, screen.width),
    y: keep(view.y, picture.height * view.scale, screen.height),
  };
}

export function toPicture(view: View, { x, y }: Place): Place {
  return { x: (x - view.x) / view.scale, y: (y - view.y) / view.scale };
}

export function toScreen(view: View, { left, top, width, height }: Rectangle): Rectangle {
  return {
    left: left * view.scale + view.x,
    top: top * view.scale + view.y,
    width: width * view.scale,
    height: height * view.scale,
  };
}
