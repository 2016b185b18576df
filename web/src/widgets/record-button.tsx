import { formatTime } from '@/model/sound-time';
import { Button } from './button';
import { useTexts } from './language';
import { Notice } from './notice';
import { widgetTexts } from './texts';
import { useMicrophone } from './use-microphone';

const tooLoud = 0.985;

/** Starts and stops a take, and shows how loud it is. `label`: of the button that starts. */
export function RecordButton({
  label,
  isDisabled = false,
  onTake,
}: {
  readonly label?: string;
  readonly isDisabled?: boolean;
  readonly onTake: (wav: Blob) => void;
}) {
  const text = useTexts(widgetTexts);
  const { isRecording, seconds, level, trouble, start, stop } = useMicrophone(onTake);
  // As loudness is felt: a tenth of full scale is half the way.
  const shown = Math.max(0, Math.min(1, 1 + Math.log10(Math.max(level, 0.01)) / 2));
  return (
    <div className="recorder">
      <Button
        icon={isRecording ? 'stop' : 'microphone'}
        look={isRecording ? 'danger' : 'secondary'}
        isDisabled={isDisabled && !isRecording}
        onPress={() => (isRecording ? stop() : void start())}
      >
        {isRecording ? text.stopRecording : (label ?? text.record)}
      </Button>
      {isRecording && (
        <>
          <span className="recording-time" role="timer" aria-label={text.recording(formatTime(seconds))}>
            {formatTime(seconds, 1)}
          </span>
          <span
            className={level >= tooLoud ? 'level-meter loud' : 'level-meter'}
            role="meter"
            aria-label={text.level}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(shown * 100)}
          >
            <span style={{ width: `${shown * 100}%` }} />
          </span>
          {level >= tooLoud && <span className="quiet-text">{text.tooLoud}</span>}
        </>
      )}
      {trouble && <Notice tone="warning" title={text.microphoneTrouble[trouble]} live />}
    </div>
  );
}
