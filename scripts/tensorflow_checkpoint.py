"""Reads the float32 tensors of a TensorFlow 2 checkpoint with Python's standard library.

NAME.data-00000-of-00001 is the tensors' raw little-endian data, NAME.index says where each lies: a LevelDB table
(github.com/google/leveldb, doc/table_format.md) without compression. Its last 48 bytes point to the index block, whose
entries point to the data blocks, whose entries are a tensor's name and a BundleEntryProto (tensorflow/core/protobuf/
tensor_bundle.proto): 1 the type, 2 the shape, 4 the offset, 5 the size in bytes.
"""

import struct

FOOTER_BYTES = 48
MAGIC = 0xDB4775248B80FB57
FLOAT = 1


def read_varint(data, position):
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, position


def read_varints(data, position, count):
    values = []
    for _ in range(count):
        value, position = read_varint(data, position)
        values.append(value)
    return values, position


def read_block(table, offset, size):
    """The entries of a block as (key, value): a key begins with the first `shared` bytes of the one before it."""
    if table[offset + size] != 0:
        raise ValueError("the checkpoint's index is compressed")
    block = table[offset : offset + size]
    (restarts,) = struct.unpack("<I", block[-4:])
    end = size - 4 - 4 * restarts
    position, key = 0, b""
    while position < end:
        (shared, rest, length), position = read_varints(block, position, 3)
        key = key[:shared] + block[position : position + rest]
        position += rest
        yield key, block[position : position + length]
        position += length


def read_message(data):
    """The fields of a protocol buffer as {number: [values]}."""
    fields, position = {}, 0
    while position < len(data):
        tag, position = read_varint(data, position)
        kind = tag & 7
        if kind == 0:
            value, position = read_varint(data, position)
        else:
            if kind == 2:
                size, position = read_varint(data, position)
            else:
                size = {1: 8, 5: 4}[kind]
            value = data[position : position + size]
            position += size
        fields.setdefault(tag >> 3, []).append(value)
    return fields


def read_shape(fields):
    (shape,) = fields.get(2, [b""])
    return tuple(read_message(size).get(1, [0])[0] for size in read_message(shape).get(2, []))


def read(index, data):
    """The float32 tensors as {name: (shape, bytes)}."""
    footer = index[-FOOTER_BYTES:]
    if struct.unpack("<Q", footer[-8:]) != (MAGIC,):
        raise ValueError("not the index of a TensorFlow checkpoint")
    (_, _, offset, size), _ = read_varints(footer, 0, 4)
    tensors = {}
    for _, place in read_block(index, offset, size):
        for name, entry in read_block(index, *read_varints(place, 0, 2)[0]):
            fields = read_message(entry)
            if not name or fields.get(1) != [FLOAT]:
                continue  # the header; the description of the objects that the tensors belong to
            begin = fields.get(4, [0])[0]
            content = data[begin : begin + fields[5][0]]
            if len(content) != fields[5][0]:
                raise ValueError("the checkpoint is cut off")
            tensors[name.decode()] = (read_shape(fields), content)
    return tensors
