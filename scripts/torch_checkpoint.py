"""Reads the tensors of a PyTorch checkpoint with Python's standard library, and runs no code of it: its pickles may name
only the few types listed below.

torch.save's format before version 1.6 is five pickles (magic number, protocol version, system information, the state
dictionary, the storages' keys), then per storage an int64 count and the raw little-endian data. Since then it is a zip
archive of one pickle, data.pkl, and the raw data of each storage, data/KEY.
"""

import array
import collections
import io
import pickle
import struct
import zipfile

MAGIC = 0x1950A86A20F9469CFC6C
PROTOCOL = 1001
ELEMENT_BYTES = {"FloatStorage": 4, "LongStorage": 8}

Storage = collections.namedtuple("Storage", "type key count")
Tensor = collections.namedtuple("Tensor", "storage offset shape stride")


def rebuild_tensor(storage, offset, shape, stride, *_):
    return Tensor(storage, offset, tuple(shape), tuple(stride))


class Ignored:
    """In place of numbers of NumPy that stand beside the state dictionary."""

    def __init__(self, *_):
        pass

    def __setstate__(self, _):
        pass


class RestrictedUnpickler(pickle.Unpickler):
    ALLOWED = {
        ("collections", "OrderedDict"): collections.OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): rebuild_tensor,
        ("torch", "FloatStorage"): "FloatStorage",
        ("torch", "LongStorage"): "LongStorage",
        ("numpy", "dtype"): Ignored,
        ("numpy.core.multiarray", "scalar"): Ignored,
        ("_codecs", "encode"): Ignored,
    }

    def find_class(self, module, name):
        if (module, name) not in self.ALLOWED:
            raise pickle.UnpicklingError(f"the checkpoint asks for {module}.{name}, which is not allowed")
        return self.ALLOWED[module, name]

    def persistent_load(self, identifier):
        kind, storage_type, key, _, count = identifier[:5]
        if kind != "storage":
            raise pickle.UnpicklingError(f"unknown persistent object {kind!r}")
        return Storage(storage_type, key, count)


def gather(words, offset, shape, stride):
    """The tensor's 4-byte words in row-major order, whatever order they are stored in."""
    if not shape:
        return array.array("I", [words[offset]])
    if len(shape) == 1:
        return array.array("I", words[offset : offset + (shape[0] - 1) * stride[0] + 1 : stride[0]].tolist())
    rows = array.array("I")
    for i in range(shape[0]):
        rows.extend(gather(words, offset + i * stride[0], shape[1:], stride[1:]))
    return rows


def read_stream(stream):
    """The state dictionary and the storages' contents by key, of the format before version 1.6."""

    def load():
        return RestrictedUnpickler(stream).load()

    if load() != MAGIC or load() != PROTOCOL:
        raise ValueError("not a PyTorch checkpoint")
    load()  # the writer's byte order and type sizes; all published files are little-endian
    state = load()
    keys = load()
    types = {tensor.storage.key: tensor.storage.type for tensor in state.values()}
    contents = {}
    for key in keys:
        (count,) = struct.unpack("<q", stream.read(8))
        contents[key] = stream.read(count * ELEMENT_BYTES[types[key]])
    if stream.read(1):
        raise ValueError("the checkpoint has bytes after its end")
    return state, contents


def read_archive(stream):
    """The same of the format since then."""
    with zipfile.ZipFile(stream) as archive:
        (pickled,) = (name for name in archive.namelist() if name.endswith("/data.pkl"))
        state = RestrictedUnpickler(io.BytesIO(archive.read(pickled))).load()
        if isinstance(state, tuple):
            state = state[0]  # what else was saved is no weights
        folder = pickled.removesuffix("data.pkl") + "data/"
        keys = {tensor.storage.key for tensor in state.values()}
        return state, {key: archive.read(folder + key) for key in keys}


def read(data):
    """The float32 tensors as {name: (shape, bytes)}."""
    state, contents = (read_archive if data.startswith(b"PK") else read_stream)(io.BytesIO(data))
    tensors = {}
    for name, (storage, offset, shape, stride) in state.items():
        content = contents[storage.key]
        if len(content) != storage.count * ELEMENT_BYTES[storage.type]:
            raise ValueError("the checkpoint is cut off")
        if storage.type != "FloatStorage":
            continue  # counters of training steps
        tensors[name] = (shape, gather(memoryview(content).cast("I"), offset, shape, stride).tobytes())
    return tensors
