"""An independent decoder for tests: ffmpeg from a wheel."""

import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray


def decode(path: Path) -> NDArray[np.float64]:
    """Decode a sound file to mono samples at its own rate."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-ac", "1", "-f", "s16le", "-"]
    sound = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(sound, dtype="<i2").astype(np.float64)


def lag_and_likeness(heard: NDArray[np.float64], spoken: NDArray[np.float64]) -> tuple[int, float]:
    """Return by how many samples `heard` is later than `spoken`, and how alike they are then (0 to 1)."""
    size = 1 << (len(heard) + len(spoken)).bit_length()
    product = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(spoken, size)), size)
    lag = int(np.argmax(product))
    strength = float(np.sqrt((heard**2).sum() * (spoken**2).sum()))
    likeness = float(product[lag]) / strength if strength else 0.0
    return (lag - size if lag > size // 2 else lag), likeness
