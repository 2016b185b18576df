import type { Place } from '@/model/rectangle';

/** What an editor does with the pointer. Places are of its element's screen. */
export interface PointerUse {
  /** The first button or the middle one; the pointer stays the element's until it is let go. */
  readonly down: (at: Place, event: PointerEvent) => void;
  readonly move: (at: Place) => void;
  readonly up: (at: Place) => void;
  /** The browser has taken the pointer for something else. */
  readonly cancel: () => void;
  /** Turned by so many pixels. */
  readonly wheel: (by: Place, at: Place, event: WheelEvent) => void;
}

const lineHeight = 33; // pixels, where a wheel counts lines

/** Until `signal` ends it. */
export function listenToPointer(element: HTMLElement, use: PointerUse, signal: AbortSignal): void {
  const placeOf = ({ clientX, clientY }: MouseEvent): Place => {
    const { left, top } = element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const down = (event: PointerEvent) => {
    const at = placeOf(event);
    element.focus({ preventScroll: true });
    if (event.button > 1) return;
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    use.down(at, event);
  };
  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? lineHeight : 1;
    use.wheel({ x: event.deltaX * unit, y: event.deltaY * unit }, placeOf(event), event);
  };
  element.addEventListener('pointerdown', down, { signal });
  element.addEventListener('pointermove', (event) => use.move(placeOf(event)), { signal });
  element.addEventListener('pointerup', (event) => use.up(placeOf(event)), { signal });
  element.addEventListener('pointercancel', () => use.cancel(), { signal });
  element.addEventListener('wheel', wheel, { signal, passive: false });
  element.addEventListener('auxclick', (event) => event.preventDefault(), { signal });
}
