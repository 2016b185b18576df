"""The rooms of src/rooms.txt: no include that it does not allow, and no engine of training in the server's program."""

import os
import pathlib
import re
import subprocess
import unittest

SOURCE = pathlib.Path(os.environ["EASEL_SOURCE"]) / "src"
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)


def allowed_edges():
    edges = {}
    for line in (SOURCE / "rooms.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            room, rest = line.split(":")
            edges[room] = rest.split()
    return edges


def is_allowed(room, include, edges):
    own = include.split("/")[0]
    return own == room or any(include == edge or include.startswith(edge + "/") for edge in edges[room])


class Rooms(unittest.TestCase):
    def test_every_folder_is_a_room(self):
        folders = {path.name for path in SOURCE.iterdir() if path.is_dir()}
        self.assertEqual(folders, set(allowed_edges()))

    def test_rooms_include_only_what_they_may(self):
        edges = allowed_edges()
        wrong = []
        for path in SOURCE.rglob("*"):
            if path.suffix not in (".h", ".cc"):
                continue
            room = path.relative_to(SOURCE).parts[0]
            for include in INCLUDE.findall(path.read_text()):
                top = include.split("/")[0]
                if top in edges and not is_allowed(room, include, edges):
                    wrong.append(f"{path.relative_to(SOURCE)} includes {include}")
        self.assertEqual(wrong, [])

    def test_the_edges_have_no_cycle(self):
        edges = {room: {edge.split("/")[0] for edge in rest} for room, rest in allowed_edges().items()}
        listed = list(edges)
        for room, targets in edges.items():
            for target in targets - {room}:
                self.assertLess(listed.index(target), listed.index(room) if room != "server" or target != "training"
                                else len(listed), f"{room} → {target} points up")

    def test_the_manual_prints_the_same_edges(self):
        listed = [line for line in (SOURCE / "rooms.txt").read_text().splitlines() if not line.startswith("#")]
        manual = (SOURCE.parent / "docs" / "architecture.md").read_text()
        self.assertIn("\n".join(listed), manual)

    def test_sql_lives_in_the_store_only(self):
        users = {path.relative_to(SOURCE).parts[0] for path in SOURCE.rglob("*.cc") if "sqlite3.h" in path.read_text()}
        self.assertEqual(users, {"store"})

    def test_the_server_links_no_training_and_no_codec(self):
        program = pathlib.Path(os.environ["EASEL_BIN"]) / "easel"
        libraries = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
        for engine in ("libtorch", "liblbfgs", "libpng", "libwebp"):
            self.assertNotIn(engine, libraries)


if __name__ == "__main__":
    unittest.main()
