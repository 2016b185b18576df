"""Recordings of a humming, hissing or knocking machine, as WAV files and archives: made here, so that nothing has to be fetched."""

import array
import io
import math
import random
import wave
import zipfile

RATE = 8000
NAMES = "{class}/{group}_{number}"
CLASSES = ("hiss", "hum", "knock")


def samples(name, machine, seed, seconds=0.6, rate=RATE):
    """Numbers in [−1, 1]. Machines differ in pitch, brightness and noise; recordings of one in loudness and what is random."""
    source, own = random.Random(f"{name} {machine} {seed}"), random.Random(f"machine {machine}")
    count, level = round(seconds * rate), source.uniform(0.3, 0.8)
    pitch, faint = own.uniform(90, 160), own.uniform(0.005, 0.02)
    noise = [value / 127.5 - 1 for value in source.randbytes(count)]
    out = [faint * value for value in noise]
    if name == "hum":
        step = 2 * math.pi * pitch / rate
        for i in range(count):
            out[i] += 0.6 * math.sin(step * i) + 0.3 * math.sin(3 * step * i)
    elif name == "hiss":
        smooth = own.uniform(0, 0.4)
        for i in range(1, count):
            out[i] += 0.9 * (noise[i] - smooth * noise[i - 1])
    else:
        step, period = 2 * math.pi * own.uniform(900, 1500) / rate, round(own.uniform(0.15, 0.25) * rate)
        for i in range(count):
            since = i % period
            if since < rate // 20:
                out[i] += 0.9 * math.exp(-since * 120 / rate) * math.sin(step * since)
    return [level * max(-1.0, min(1.0, value)) for value in out]


def wav(values, rate=RATE, channels=1):
    target = io.BytesIO()
    with wave.open(target, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(array.array("h", (round(32767 * value) for value in values for _ in range(channels))).tobytes())
    return target.getvalue()


def recording(name, machine, seed, seconds=0.6):
    return wav(samples(name, machine, seed, seconds))


def long_recording(names, machine, seed, seconds=2.0):
    """One stretch after the other."""
    return wav([value for number, name in enumerate(names) for value in samples(name, machine, f"{seed} {number}", seconds)])


def archive(path, machines, count):
    """A zip with `count` recordings of each class by each machine, named as NAMES reads them. Returns {path in it: bytes}."""
    files = {f"{name}/m{machine}_{number}.wav": recording(name, machine, number)
             for name in CLASSES for machine in machines for number in range(count)}
    with zipfile.ZipFile(path, "w") as target:
        for file, content in files.items():
            target.writestr(file, content)
    return files
