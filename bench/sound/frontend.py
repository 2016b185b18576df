"""media::SoundTransform and Resampled beside librosa on the same settings: how far the values differ, and the
processor time of one core, in turns.

usage: frontend.py BENCH_FRONTEND [SECONDS [ROUNDS]]
    BENCH_FRONTEND   the program of that name, built by: cmake --build --preset release --target bench_frontend
    SECONDS          of sound that is looked at, 10 by default; ROUNDS: of which medians are taken, 15 by default
Logarithms of bands 100 dB below the loudest differ by some 1e-3 dB, for we compute in float32 and librosa in double.
Needs librosa (0.11) and soxr. Threads of numpy's libraries are limited to one. Where mkl_fft is there as well, it says what
the Fourier transforms alone take with Intel's library: nothing that computes them can be faster by much.
"""
import os

for library in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "NUMBA"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import librosa
import numpy as np

try:
    import mkl_fft
except ImportError:
    mkl_fft = None

PLAIN = {"taper": "hann-periodic", "power": True, "triangles": "hz", "level": False, "normalise": False, "coefficients": 0}
DECIBEL = {"floor": 1e-10, "factor": 1, "offset": 0, "gain": 10 / np.log(10)}
NATURAL = {"floor": 0, "factor": 1, "offset": 1e-6, "gain": 1}
DEFAULTS = PLAIN | DECIBEL | {"rate": 22050, "frame": 2048, "hop": 512, "fft": 2048, "bands": 128, "low_hz": 0,
                              "high_hz": 11025, "scale": "slaney", "norm": "slaney"}
VIEWS = {
    "librosa's defaults, 22.05 kHz": DEFAULTS,
    "44.1 kHz, 128 bands": DEFAULTS | {"rate": 44100, "hop": 1024, "high_hz": 22050},
    "speech, 16 kHz, 64 bands": PLAIN | NATURAL | {"rate": 16000, "frame": 512, "hop": 160, "fft": 512, "bands": 64,
                                                   "low_hz": 60, "high_hz": 7600, "scale": "htk", "norm": "none"},
    "speech, magnitude, 40 bands": PLAIN | NATURAL | {
        "rate": 16000, "frame": 1024, "hop": 256, "fft": 1024, "bands": 40, "low_hz": 20, "high_hz": 8000,
        "scale": "htk", "norm": "slaney", "power": False},
    "MFCC, 20 of 128 bands": DEFAULTS | {"coefficients": 20},
}


def a_sound(rate, seconds):
    """A rising tone with overtones over noise that comes and goes, and the faint one of any room, in 16 bits."""
    random = np.random.default_rng(1)
    at = np.arange(int(rate * seconds)) / rate
    tone = sum(0.3 / k * np.sin(2 * np.pi * k * (110 + 20 * at) * at) for k in range(1, 9))
    noise = random.standard_normal(at.size) * (0.05 * (1 + np.sin(2 * np.pi * at)) + 0.001)
    sound = np.clip(tone * (0.6 + 0.4 * np.sin(7 * at)) + noise, -1, 0.9999)
    return (np.round(sound * 32768) / 32768).astype(np.float32)


def through_librosa(view, sound):
    mel = librosa.feature.melspectrogram(
        y=sound, sr=view["rate"], n_fft=view["fft"], hop_length=view["hop"], win_length=view["frame"], window="hann",
        center=False, power=2.0 if view["power"] else 1.0, n_mels=view["bands"], fmin=view["low_hz"], fmax=view["high_hz"],
        htk=view["scale"] == "htk", norm="slaney" if view["norm"] == "slaney" else None)
    rows = np.log(mel + 1e-6) if view["offset"] else librosa.power_to_db(mel, ref=1.0, amin=1e-10, top_db=None)
    return (librosa.feature.mfcc(S=rows, n_mfcc=view["coefficients"]) if view["coefficients"] else rows).T


def timed(work, rounds):
    work()
    times = []
    for _ in range(rounds):
        begin = time.process_time()
        result = work()
        times.append((time.process_time() - begin) * 1000)
    return result, statistics.median(times)


def ours(program, kind, setting, rate, sound, rounds, folder):
    sound.tofile(folder / "in.f32")
    said = subprocess.run([program, kind, str(setting), str(rate), folder / "in.f32", str(rounds), folder / "out.f32"],
                          check=True, capture_output=True, text=True).stdout
    return np.fromfile(folder / "out.f32", np.float32), float(said)


def main():
    program = sys.argv[1]
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 10
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 15
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        print(f"{seconds:g} s of sound, one core, medians of {rounds}")
        for title, view in VIEWS.items():
            sound = a_sound(view["rate"], seconds)
            view = view | {"frames": 1 + (sound.size - view["frame"]) // view["hop"]}
            (folder / "view.json").write_text(json.dumps(view))
            values, mine = ours(program, "view", folder / "view.json", view["rate"], sound, rounds, folder)
            theirs_values, theirs = timed(lambda: through_librosa(view, sound), rounds)
            exact = through_librosa(view, sound.astype(np.float64))
            off = np.abs(values.reshape(exact.shape) - exact).max()
            print(f"{title:30}  ours {mine:7.3f} ms, librosa {theirs:8.3f} ms: {theirs / mine:5.1f} times; "
                  f"largest difference {off:.1e} (librosa's own in float32: {np.abs(theirs_values - exact).max():.1e})")
            if mkl_fft:
                frames = np.resize(sound, (view["frames"], view["fft"]))
                print(f"{'':30}  the transforms alone, by MKL: {timed(lambda: mkl_fft.rfft(frames), rounds)[1]:.3f} ms")
        for rate, to in ((44100, 16000), (48000, 16000), (8000, 16000)):
            sound = a_sound(rate, seconds)
            values, mine = ours(program, "resample", to, rate, sound, rounds, folder)
            expected, theirs = timed(lambda: librosa.resample(sound, orig_sr=rate, target_sr=to, res_type="soxr_hq"), rounds)
            size = min(values.size, expected.size)
            off = np.abs(values[:size] - expected[:size]).max()
            print(f"{rate} to {to:<22}  ours {mine:7.3f} ms, librosa {theirs:8.3f} ms: {theirs / mine:5.1f} times; "
                  f"largest difference {off:.1e}")


if __name__ == "__main__":
    main()
