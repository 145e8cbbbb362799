"""Writes the fixtures beside this file with nothing but the standard library, independently of the C# code.

python3 make_fixtures.py
"""
import hashlib
import json
import math
import pathlib
import struct

here = pathlib.Path(__file__).parent


def safetensors(tensors, metadata, digests):
    """tensors: list of (name, dtype, shape, bytes), already in the order of the file."""
    data = b"".join(t[3] for t in tensors)
    texts = dict(metadata)
    if digests:
        texts["sha256"] = hashlib.sha256(data).hexdigest()
        texts["sha256_header"] = "0" * 64
    head = {"__metadata__": dict(sorted(texts.items()))} if texts else {}
    at = 0
    for name, dtype, shape, raw in tensors:
        head[name] = {"dtype": dtype, "shape": shape, "data_offsets": [at, at + len(raw)]}
        at += len(raw)
    text = json.dumps(head, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    front = struct.pack("<Q", len(text)) + text
    if digests:
        front = front.replace(b"0" * 64, hashlib.sha256(front).hexdigest().encode())
    return front + data


floats = [math.sin(k) for k in range(12)]
tensors = [
    ("rng.state", "U64", [2], struct.pack("<2Q", 2**64 - 1, 1)),
    ("counters", "I64", [3], struct.pack("<3q", -1, 2**53 + 1, -(2**63))),
    ("obs.count", "F64", [], struct.pack("<d", 1e6)),
    ("actor.0.bias", "F32", [3], struct.pack("<3f", -0.0, 1e-45, float("inf"))),
    ("actor.0.weight", "F32", [3, 4], struct.pack("<12f", *floats)),
    ("empty", "F32", [0, 7], b""),
    ("env.state", "U8", [5], bytes([0, 1, 127, 128, 255])),
]
metadata = {"format": "trpogpu", "env_id": "Pendulum-v1", "config": '{"gamma": 0.99}', "note": "Größe"}
(here / "mixed.safetensors").write_bytes(safetensors(tensors, metadata, True))
(here / "plain.safetensors").write_bytes(safetensors(tensors, {}, False))


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


assert crc32c(b"123456789") == 0xE3069283


def masked(data):
    crc = crc32c(data)
    return struct.pack("<I", (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF)


def record(data):
    length = struct.pack("<Q", len(data))
    return length + masked(length) + data + masked(data)


def varint(n):
    out = b""
    while n > 127:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])


def field(number, raw):
    return varint(number << 3 | 2) + varint(len(raw)) + raw


def event(time, step, rest):
    return b"\x09" + struct.pack("<d", time) + (b"\x10" + varint(step) if step else b"") + rest


def scalar(tag, value):
    return field(1, field(1, tag.encode()) + b"\x15" + struct.pack("<f", value))


time = 1700000000.25
(here / "scalars.tfevents").write_bytes(b"".join(map(record, [
    event(time, 0, field(3, b"brain.Event:2")),
    event(time, 4097, field(7, b"\x08\x01")),
    event(time, 6144, field(5, scalar("rollout/ep_rew_mean", 21.5) + scalar("train/std", 0.0))),
    event(time, 2**40, field(5, scalar("rollout/ep_rew_mean", float("inf")) + scalar("train/std", -1e-30))),
])))
