import { useEffect, useRef, useState } from 'react';
import { type Microphone, openMicrophone } from '@/audio/microphone';
import { packWav } from '@/model/wav';

const fall = 0.85; // of the level shown, from block to block

/** unusable: it is not there or not allowed. empty: nothing was heard between start and stop. */
export type MicrophoneTrouble = 'unusable' | 'empty';

/**
 * A microphone that is turned on by the first take, stays on for the next ones, and is turned off with the page. `onTake` gets
 * each take as a WAV file, and what was heard of one when the microphone is lost meanwhile.
 */
export function useMicrophone(onTake: (wav: Blob) => void) {
  // What is being opened counts as well: a second press must not open another one.
  const opened = useRef<Promise<Microphone> | null>(null);
  const recording = useRef<Microphone | null>(null);
  const [started, setStarted] = useState<number | null>(null);
  const [seconds, setSeconds] = useState(0);
  const [level, setLevel] = useState(0);
  const [trouble, setTrouble] = useState<MicrophoneTrouble | null>(null);
  // A microphone outlives the page's drawing that opened it.
  const takeUp = useRef(onTake);
  takeUp.current = onTake;
  useEffect(
    () => () => {
      opened.current?.then((microphone) => microphone.close()).catch(() => undefined);
      opened.current = null;
    },
    [],
  );
  useEffect(() => {
    if (started === null) return;
    const timer = setInterval(() => setSeconds((performance.now() - started) / 1000), 100);
    return () => clearInterval(timer);
  }, [started]);
  const stop = () => {
    const microphone = recording.current;
    if (!microphone) return;
    recording.current = null;
    setStarted(null);
    const heard = microphone.finish();
    if (heard.length > 0) takeUp.current(packWav(heard, microphone.rate));
    else setTrouble('empty');
  };
  const lose = () => {
    opened.current = null;
    stop();
    setTrouble('unusable');
  };
  const start = async () => {
    setTrouble(null);
    opened.current ??= openMicrophone((peak) => setLevel((old) => Math.max(peak, old * fall)), lose);
    const mine = opened.current;
    try {
      const microphone = await mine;
      if (opened.current !== mine || recording.current) return;
      recording.current = microphone;
      microphone.start();
      setSeconds(0);
      setStarted(performance.now());
    } catch {
      if (opened.current === mine) opened.current = null;
      setTrouble('unusable');
    }
  };
  return { isRecording: started !== null, seconds, level, trouble, start, stop };
}
