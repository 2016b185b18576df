// Hands what the microphone hears to the page, in blocks of about a twentieth of a second.
class Microphone extends AudioWorkletProcessor {
  block = new Float32Array(2048);
  filled = 0;

  process([input]) {
    const [channel] = input;
    if (!channel) return true;
    this.block.set(channel, this.filled);
    this.filled += channel.length;
    if (this.filled === this.block.length) {
      this.port.postMessage(this.block, [this.block.buffer]);
      this.block = new Float32Array(2048);
      this.filled = 0;
    }
    return true;
  }
}

registerProcessor('microphone', Microphone);
