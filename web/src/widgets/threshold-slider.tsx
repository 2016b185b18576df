import { Label, Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components';
import { Button } from './button';
import { useFormat, useTexts } from './language';
import { widgetTexts } from './texts';

/** How sure a model must be of a box, 0 to 1. */
export function ThresholdSlider({
  label,
  value,
  recommended,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly recommended: number;
  readonly onChange: (value: number) => void;
}) {
  const text = useTexts(widgetTexts);
  const format = useFormat();
  const isRecommended = Math.abs(value - recommended) < 0.005;
  return (
    <div className="threshold-slider">
      <Slider
        className="slider"
        minValue={0.01}
        maxValue={0.99}
        step={0.01}
        value={value}
        formatOptions={{ style: 'percent' }}
        onChange={(next) => onChange(Array.isArray(next) ? (next[0] ?? value) : next)}
      >
        <Label>{label}</Label>
        <SliderOutput>{format.percent(value, 0)}</SliderOutput>
        <SliderTrack className="slider-track">
          <span className="slider-mark" style={{ left: `${((recommended - 0.01) / 0.98) * 100}%` }} />
          <SliderThumb className="slider-thumb" />
        </SliderTrack>
      </Slider>
      <div className="slider-foot">
        <span className="quiet-text">{isRecommended ? text.isRecommended : ''}</span>
        {!isRecommended && (
          <Button look="quiet" onPress={() => onChange(recommended)}>
            {text.toRecommended(format.percent(recommended, 0))}
          </Button>
        )}
      </div>
    </div>
  );
}
