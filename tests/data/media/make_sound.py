"""Makes sound.json: samples, and what they look like through views of sound as librosa and the front ends of known
networks see them. Needs numpy and librosa (0.11).

Each view has media::SoundTransform's JSON and the expected values, row after row. librosa centres a frame that is shorter
than the transform, we fill it up at its end: librosa is given (fft − frame) / 2 zeros before the samples.
"""
import json
import pathlib

import librosa
import numpy as np

HERE = pathlib.Path(__file__).parent
COUNT = 4096


def samples():
    """A falling tone, a click and noise, as 16-bit numbers."""
    random = np.random.default_rng(1)
    time = np.arange(COUNT) / COUNT
    sound = 0.4 * np.sin(2 * np.pi * (600 * time - 250 * time**2)) * (1 - time) + 0.02 * random.standard_normal(COUNT)
    sound[1500:1510] += 0.3
    return np.round(sound * 32768).astype(int)


def through_librosa(sound, view, log, coefficients=0):
    """Rows of librosa's mel spectrogram after `log`, or of its MFCC."""
    before = np.zeros((view["fft"] - view["frame"]) // 2)
    mel = librosa.feature.melspectrogram(
        y=np.concatenate([before, sound, before]), sr=view["rate"], n_fft=view["fft"], hop_length=view["hop"],
        win_length=view["frame"], window="hann", center=False, power=2.0 if view["power"] else 1.0,
        n_mels=view["bands"], fmin=view["low_hz"], fmax=view["high_hz"], htk=view["scale"] == "htk",
        norm="slaney" if view["norm"] == "slaney" else None)
    rows = log(mel)
    return (librosa.feature.mfcc(S=rows, n_mfcc=coefficients) if coefficients else rows).T


def mel_triangles(rate, fft, bands, low, high):
    """bands × (fft / 2 + 1) triangles with straight sides in HTK's mel."""
    mel = 1127 * np.log1p(np.arange(fft // 2 + 1) * rate / fft / 700)
    corners = np.linspace(1127 * np.log1p(low / 700), 1127 * np.log1p(high / 700), bands + 2)[:, None]
    left, tip, right = corners[:-2], corners[1:-1], corners[2:]
    return np.maximum(0, np.minimum((mel - left) / (tip - left), (right - mel) / (right - tip)))


def framed(sound, frame, hop):
    count = 1 + (len(sound) - frame) // hop
    return sound[np.arange(frame) + hop * np.arange(count)[:, None]]


def yamnet(sound):
    """research/audioset/yamnet/features.py of github.com/tensorflow/models, in numpy."""
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(400) / 400)
    magnitude = np.abs(np.fft.rfft(framed(sound, 400, 160) * window, 512))
    return np.log(magnitude @ mel_triangles(16000, 512, 64, 125, 7500).T + 0.001)


def aisfx(sound):
    """The front end of github.com/ubisoft/ubisoft-laforge-aisfx, in numpy."""
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(2048) / 2047)
    power = np.abs(np.fft.rfft(framed(sound, 2048, 1024) * window)) ** 2
    bands = mel_triangles(44100, 2048, 96, 0, 22050)
    sums = bands.sum(1, keepdims=True)
    bands = np.divide(bands, sums, out=np.zeros_like(bands), where=sums > 0)
    return np.log10(1 + 1e4 * (power @ bands.T)) / 9.457798957824707


DECIBEL = {"floor": 1e-10, "factor": 1, "offset": 0, "gain": 10 / np.log(10)}
NATURAL = {"floor": 0, "factor": 1, "offset": 1e-6, "gain": 1}
LIBROSA = {"taper": "hann-periodic", "power": True, "triangles": "hz", "level": False, "normalise": False,
           "coefficients": 0}
SPEECH = {"rate": 16000, "frame": 512, "hop": 400, "fft": 512, "bands": 64, "low_hz": 60, "high_hz": 7600}


def decibel(mel):
    return librosa.power_to_db(mel, ref=1.0, amin=1e-10, top_db=None)


def natural(mel):
    return np.log(mel + 1e-6)


def views(sound):
    slaney = LIBROSA | SPEECH | DECIBEL | {"scale": "slaney", "norm": "slaney"}
    yield "librosa, Slaney, decibel", slaney, through_librosa(sound, slaney, decibel)
    htk = LIBROSA | SPEECH | NATURAL | {"frame": 400, "scale": "htk", "norm": "none"}
    yield "librosa, HTK, logarithm, short frames", htk, through_librosa(sound, htk, natural)
    magnitude = htk | {"power": False, "frame": 512, "hop": 333, "norm": "slaney", "bands": 30}
    yield "librosa, HTK, magnitude, Slaney's areas", magnitude, through_librosa(sound, magnitude, natural)
    mfcc = slaney | {"coefficients": 20, "hop": 160}
    yield "librosa, MFCC", mfcc, through_librosa(sound, mfcc, decibel, 20)
    music = slaney | {"rate": 44100, "frame": 2048, "fft": 2048, "hop": 1024, "bands": 128, "low_hz": 0,
                      "high_hz": 22050}
    yield "librosa, 44.1 kHz", music, through_librosa(sound, music, decibel)
    known = LIBROSA | {"scale": "htk", "triangles": "mel"}
    yield "YAMNet", known | {
        "rate": 16000, "frame": 400, "hop": 160, "fft": 512, "power": False, "bands": 64, "low_hz": 125,
        "high_hz": 7500, "norm": "none", "floor": 0, "factor": 1, "offset": 0.001, "gain": 1}, yamnet(sound)
    yield "aiSFX", known | {
        "rate": 44100, "frame": 2048, "hop": 1024, "fft": 2048, "taper": "hann-symmetric", "bands": 96, "low_hz": 0,
        "high_hz": 22050, "norm": "unit-sum", "floor": 0, "factor": 1e4, "offset": 1,
        "gain": 1 / (np.log(10) * 9.457798957824707)}, aisfx(sound)


def main():
    numbers = samples()
    lines = []
    for name, view, rows in views(numbers / 32768):
        rows = rows[:6]
        lines.append(json.dumps({"name": name, "view": view | {"frames": len(rows)},
                                 "expected": [round(float(value), 5) for value in rows.ravel()]}, separators=(",", ":")))
    text = '{"samples":%s,\n"views":[\n%s]}\n' % (json.dumps(numbers.tolist(), separators=(",", ":")), ",\n".join(lines))
    (HERE / "sound.json").write_text(text)


if __name__ == "__main__":
    main()
