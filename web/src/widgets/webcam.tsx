import { useEffect, useRef, useState } from 'react';
import { useTexts } from './language';
import { Notice } from './notice';
import { widgetTexts } from './texts';

const mostPixels = 640; // of the longer side: enough for a network, and quick to send
const quality = 0.85;

async function pictureOf(video: HTMLVideoElement): Promise<Blob | null> {
  const scale = Math.min(1, mostPixels / Math.max(video.videoWidth, video.videoHeight, 1));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  if (canvas.width === 0 || canvas.height === 0) return null;
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
}

/** Takes one picture after the other, each when the one before has been dealt with. The camera is off once this is gone. */
export function Webcam({ onPicture }: { readonly onPicture: (picture: Blob) => Promise<void> }) {
  const text = useTexts(widgetTexts);
  const video = useRef<HTMLVideoElement>(null);
  const [refused, setRefused] = useState(false);
  const latest = useRef(onPicture);
  latest.current = onPicture;
  useEffect(() => {
    let isOn = true;
    let stream: MediaStream | undefined;
    const film = async () => {
      // Missing where the page came over plain HTTP from another machine.
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      const element = video.current;
      while (isOn && element) {
        if (!element.srcObject) {
          element.srcObject = stream;
          await element.play();
        }
        const picture = await pictureOf(element);
        if (picture && isOn) await latest.current(picture);
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      for (const track of stream.getTracks()) track.stop();
    };
    film().catch(() => {
      if (isOn) setRefused(true);
    });
    return () => {
      isOn = false;
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
  }, []);
  if (refused) return <Notice tone="warning" title={text.noCamera} />;
  return <video ref={video} className="webcam" muted playsInline aria-label={text.camera} />;
}
