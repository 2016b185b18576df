import { useEffect, useRef, useSyncExternalStore } from 'react';
import { formatTime } from '@/model/sound-time';
import { type Player, speeds } from '@/timeline/player';
import { IconButton } from '@/widgets/button';
import { SelectField } from '@/widgets/fields';
import { useFormat, useTexts } from '@/widgets/language';
import { labellingTexts } from './texts';

/** Buttons of the player, and where it is. */
export function Transport({
  player,
  length,
  onCommand,
}: {
  readonly player: Player;
  readonly length: number;
  readonly onCommand: (command: 'play' | 'loop') => void;
}) {
  const text = useTexts(labellingTexts);
  const format = useFormat();
  const state = useSyncExternalStore(player.subscribe, player.state);
  const clock = useRef<HTMLOutputElement>(null);
  useEffect(() => {
    // Every frame, which React need not know.
    let frame = 0;
    let shown = '';
    const tick = () => {
      const now = formatTime(player.position, 2);
      if (now !== shown && clock.current) clock.current.textContent = shown = now;
      frame = requestAnimationFrame(tick);
    };
    tick();
    return () => cancelAnimationFrame(frame);
  }, [player]);
  return (
    <div className="transport" role="group" aria-label={text.player}>
      <IconButton
        icon={state.playing ? 'pause' : 'play'}
        label={state.playing ? text.pause : text.play}
        onPress={() => onCommand('play')}
      />
      <IconButton
        icon="loop"
        label={text.loop}
        aria-pressed={state.loop !== null}
        onPress={() => onCommand('loop')}
      />
      <span className="transport-time">
        <output ref={clock} aria-label={text.time} aria-live="off" /> / {formatTime(length)}
      </span>
      {state.problem && (
        <span className="field-error" role="alert">
          {text.playProblem}
        </span>
      )}
      <SelectField
        label={text.speed}
        value={String(state.speed)}
        choices={speeds.map((speed) => ({ id: String(speed), name: text.times(format.number(speed)) }))}
        onChange={(speed) => player.setSpeed(Number(speed))}
      />
    </div>
  );
}
