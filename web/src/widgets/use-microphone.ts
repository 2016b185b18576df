import { useEffect, useRef, useState } from 'react';
import { type Microphone, openMicrophone } from '@/audio/microphone';
import { packWav } from '@/model/wav';

const fall = 0.85; // of the level shown, from block to block

/**
 * A microphone that is turned on by the first take, stays on for the next ones, and is turned off with the page. `onTake` gets
 * each take as a WAV file.
 */
export function useMicrophone(onTake: (wav: Blob) => void) {
  const microphone = useRef<Microphone | null>(null);
  const gone = useRef(false);
  const [started, setStarted] = useState<number | null>(null);
  const [seconds, setSeconds] = useState(0);
  const [level, setLevel] = useState(0);
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
      microphone.current?.close();
      microphone.current = null;
    };
  }, []);
  useEffect(() => {
    if (started === null) return;
    const timer = setInterval(() => setSeconds((performance.now() - started) / 1000), 100);
    return () => clearInterval(timer);
  }, [started]);
  const start = async () => {
    setRefused(false);
    try {
      microphone.current ??= await openMicrophone((peak) => setLevel((old) => Math.max(peak, old * fall)));
      if (gone.current) {
        microphone.current.close();
        return;
      }
      microphone.current.start();
      setSeconds(0);
      setStarted(performance.now());
    } catch {
      setRefused(true);
    }
  };
  const stop = () => {
    const heard = microphone.current?.finish();
    setStarted(null);
    if (heard && heard.length > 0) onTake(packWav(heard, microphone.current?.rate ?? 48_000));
  };
  return { isRecording: started !== null, seconds, level, refused, start, stop };
}
