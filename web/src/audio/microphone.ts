/** Listens; samples are kept between `start` and `finish`. */
export interface Microphone {
  readonly rate: number;
  start(): void;
  /** What was heard since `start`, between -1 and 1; also after it is off. */
  finish(): Float32Array;
  /** Turns it off. */
  close(): void;
}

/** The file beside index.html that runs in the browser's audio thread. */
const worklet = 'microphone.js';

function joined(blocks: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    all.set(block, at);
    at += block.length;
  }
  return all;
}

/**
 * Asks the user for the microphone and turns it on, without what browsers do to make voices pleasant: a model shall hear what
 * there is. `onLevel` gets the largest sample of each twentieth of a second or so. `onLost` is called when it is unplugged or
 * taken away; it is off then. Rejects where there is none, where the user says no, and where the page came over plain HTTP from
 * another machine.
 */
export async function openMicrophone(
  onLevel: (peak: number) => void,
  onLost: () => void,
): Promise<Microphone> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 1 },
  });
  const context = new AudioContext();
  const close = () => {
    for (const track of stream.getTracks()) track.stop();
    void context.close();
  };
  try {
    await context.audioWorklet.addModule(new URL(worklet, document.baseURI).href);
    const node = new AudioWorkletNode(context, 'microphone', { numberOfOutputs: 0 });
    let blocks: Float32Array[] | undefined;
    node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
      blocks?.push(data);
      onLevel(data.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0));
    };
    context.createMediaStreamSource(stream).connect(node);
    for (const track of stream.getTracks())
      track.addEventListener('ended', () => {
        close();
        onLost();
      });
    await context.resume();
    return {
      rate: context.sampleRate,
      start: () => {
        blocks = [];
      },
      finish: () => {
        const heard = joined(blocks ?? []);
        blocks = undefined;
        return heard;
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}
