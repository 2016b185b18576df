import { vi } from 'vitest';

interface Port {
  onmessage?: (event: { readonly data: Float32Array }) => void;
}

class FakeTrack extends EventTarget {
  isOn = true;
  stop(): void {
    this.isOn = false;
  }
}

/** A microphone for jsdom, which has none. `asks`: the user is asked, and answers by `allow`. */
export function plugInMicrophone({ asks = false } = {}) {
  const tracks: FakeTrack[] = [];
  const ports: Port[] = [];
  const questions: (() => void)[] = [];
  const getUserMedia = async () => {
    if (asks) await new Promise<void>((resolve) => questions.push(resolve));
    const track = new FakeTrack();
    tracks.push(track);
    return { getTracks: () => [track] };
  };
  Object.defineProperty(navigator, 'mediaDevices', { value: { getUserMedia }, configurable: true });
  vi.stubGlobal(
    'AudioContext',
    class {
      sampleRate = 16_000;
      audioWorklet = { addModule: async () => undefined };
      createMediaStreamSource = () => ({ connect: () => undefined });
      resume = async () => undefined;
      close = async () => undefined;
    },
  );
  vi.stubGlobal(
    'AudioWorkletNode',
    class {
      port: Port = {};
      constructor() {
        ports.push(this.port);
      }
    },
  );
  return {
    allow: () => {
      for (const answer of questions.splice(0)) answer();
    },
    /** So many have been opened and not been turned off. */
    open: () => tracks.filter(({ isOn }) => isOn).length,
    speak: () => {
      for (const port of ports) port.onmessage?.({ data: Float32Array.of(0.5, -0.5) });
    },
    unplug: () => {
      for (const track of tracks.splice(0)) track.dispatchEvent(new Event('ended'));
    },
  };
}
