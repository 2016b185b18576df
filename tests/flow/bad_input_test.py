"""Bad input: a clear message, the right exit code, and nothing lost."""

import io
import json
import os
import pathlib
import subprocess
import tarfile
import tempfile
import unittest
import zipfile
import zlib
import struct

from easel import Easel, Failed, photos, request

BAD_INPUT, USAGE, NOT_FOUND, RESOURCES = 3, 2, 4, 5


def png_header(width, height):
    """A PNG that is nothing but the promise of a picture of that size."""
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b""))


class BadInput(unittest.TestCase):
    def setUp(self):
        self.easel = Easel()
        self.easel.run("project", "create", "p", "--task", "image-classification")
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()
        self.easel.close()

    def expect(self, code, error_code, *arguments):
        with self.assertRaises(Failed) as caught:
            self.easel.run(*arguments)
        error = caught.exception.error
        self.assertEqual(caught.exception.code, code, error)
        if error_code:
            self.assertEqual(error["code"], error_code, error)
        self.assertTrue(error["message"] and error["hint"], error)
        return error

    def zipped(self, entries, name="data.zip"):
        target = self.path / name
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry, content in entries.items():
                archive.writestr(entry, content)
        return target

    def good(self, count=6):
        """Photos of two classes, by path in an archive."""
        chosen = photos("train")
        return {f"{photo.parent.name}/{photo.name}": photo.read_bytes() for photo in chosen[:count] + chosen[-count:]}

    def test_empty_archive(self):
        self.expect(BAD_INPUT, "archive-empty", "data", "import", "p", self.zipped({}))

    def test_bomb(self):
        target = self.path / "bomb.zip"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            with archive.open("cat/bomb.jpg", "w", force_zip64=True) as entry:
                for _ in range(300):
                    entry.write(b"\0" * (1 << 20))
        self.expect(BAD_INPUT, None, "data", "import", "p", target)

    def test_paths_that_lead_out_cost_themselves_only(self):
        entries = self.good()
        entries["../../outside.webp"] = photos()[0].read_bytes()
        entries["/tmp/absolute.webp"] = photos()[1].read_bytes()
        report = self.easel.run("data", "import", "p", self.zipped(entries))
        self.assertEqual(report["added"], 12)
        self.assertEqual(report["issue_counts"].get("unsafe-path"), 2, report)

    def test_symlinks_in_archives_are_not_followed(self):
        target = self.path / "links.tar"
        with tarfile.open(target, "w") as archive:
            for name, content in self.good().items():
                info = tarfile.TarInfo(name)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
            link = tarfile.TarInfo("fish/passwd.jpg")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(link)
        report = self.easel.run("data", "import", "p", target)
        self.assertEqual(report["added"], 12)
        self.assertIn("fish/passwd.jpg", [issue["entry"] for issue in report["issues"]])

    def test_broken_pictures_cost_themselves_only(self):
        whole = photos()[0].read_bytes()
        entries = self.good() | {
            "fish/huge.png": png_header(30_000, 30_000),
            "fish/cut.webp": whole[: len(whole) // 2],
            "fish/text.jpg": b"this is not a picture",
            "fish/empty.jpg": b"",
        }
        report = self.easel.run("data", "import", "p", self.zipped(entries))
        self.assertEqual([report["added"], report["failed"]], [12, 4], report)
        codes = {issue["entry"]: issue["code"] for issue in report["issues"]}
        self.assertEqual(codes["fish/huge.png"], "image-too-large")
        self.assertEqual(codes["fish/text.jpg"], "image-unknown-format")
        self.assertEqual(codes["fish/empty.jpg"], "image-empty")
        self.assertEqual(codes["fish/cut.webp"], "image-broken")

    def test_one_class_only(self):
        one = {name: content for name, content in self.good().items() if name.startswith("fish")}
        self.easel.run("data", "import", "p", self.zipped(one))
        self.expect(BAD_INPUT, "one-class-only", "train", "p")

    def test_five_pictures(self):
        entries = dict(list(self.good(3).items())[:5])
        self.easel.run("data", "import", "p", self.zipped(entries))
        model = self.easel.run("train", "p")
        self.assertLess(model["metrics"]["accuracy_low"], 0.8)  # five pictures prove nothing, and the interval says so

    def test_nothing_to_train_on(self):
        self.expect(BAD_INPUT, "no-items", "train", "p")

    def test_a_class_name_of_300_characters(self):
        entries = self.good() | {"x" * 300 + "/a.webp": photos()[0].read_bytes()}
        target = self.path / "long.tar"
        with tarfile.open(target, "w") as archive:
            for name, content in entries.items():
                info = tarfile.TarInfo(name)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
        report = self.easel.run("data", "import", "p", target)
        self.assertEqual(report["added"], 12)
        self.assertEqual(report["issue_counts"].get("class-name-invalid"), 1, report)

    def test_json_with_wrong_types(self):
        entries = {"a/1.webp": photos()[0].read_bytes(), "a/1.json": b'{"labels": [{"name": 7}]}',
                   "a/2.webp": photos()[1].read_bytes(), "a/2.json": b'{"labels": [{"name": "fish"}]}'}
        report = self.easel.run("data", "import", "p", self.zipped(entries), "--format", "easydl")
        self.assertIn("a/1.json", [issue["entry"] for issue in report["issues"]])
        self.assertEqual(report["added"], 2)

    def test_chinese_names_with_blanks(self):
        chosen = photos("train")
        entries = {f"小 鱼/{p.name}": p.read_bytes() for p in chosen[:4]} | {f"工具/{p.name}": p.read_bytes() for p in chosen[-4:]}
        report = self.easel.run("data", "import", "p", self.zipped(entries))
        self.assertEqual(report["added"], 8)
        model = self.easel.run("train", "p")
        self.assertEqual(model["project"], "p")
        names = {result["name"] for result in self.easel.run("predict", "p", chosen[0])[0]["results"]}
        self.assertEqual(names, {"小 鱼", "工具"})

    def test_unknown_things(self):
        self.expect(NOT_FOUND, "project-unknown", "train", "nobody")
        self.expect(NOT_FOUND, "model-unknown", "predict", "p", photos()[0])
        self.expect(NOT_FOUND, None, "data", "import", "p", self.path / "missing.zip")
        self.expect(USAGE, "option-invalid", "train", "p", "--time-limit", "soon")
        with self.assertRaises(Failed) as caught:
            self.easel.run("fly")
        self.assertEqual(caught.exception.code, USAGE)

    def test_a_time_limit_too_short_for_anything(self):
        self.easel.run("data", "import", "p", self.zipped(self.good()))
        try:
            self.easel.run("train", "p", "--time-limit", "1s")
        except Failed as failed:
            self.assertEqual([failed.code, failed.error["code"]], [RESOURCES, "time-limit-too-short"])

    def test_wrong_and_expired_tokens_and_bodies_over_the_limit(self):
        token = self.easel.run("token", "create", "t")["token"]
        with self.easel.serving() as url:
            for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Bearer " + token + "0"}):
                status, body = request(url + "api/v1/projects", headers=headers)
                self.assertEqual(status, 401)
                self.assertTrue(json.loads(body)["error"]["hint"])
            status, _ = request(url + "api/v1/projects", b"x" * (2 << 20),
                                {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
            self.assertEqual(status, 413)
            self.assertEqual(request(url + "api/v1/projects", headers={"Authorization": f"Bearer {token}"})[0], 200)


@unittest.skipUnless(os.geteuid() == 0, "mounting a small disk needs root")
class FullDisk(unittest.TestCase):
    def test_an_import_onto_a_full_disk_loses_nothing_that_was_there(self):
        with tempfile.TemporaryDirectory() as mount:
            if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", mount], capture_output=True).returncode:
                self.skipTest("no tmpfs can be mounted here")
            try:
                easel = Easel(mount)
                easel.run("project", "create", "p", "--task", "image-classification")
                with self.assertRaises(Failed) as caught:
                    easel.run("data", "import", "p", photos("train")[0].parent.parent)
                self.assertEqual([caught.exception.code, caught.exception.error["code"]], [RESOURCES, "disk-full"])
                self.assertEqual(len(easel.run("project", "list")), 1)
            finally:
                subprocess.run(["umount", "-l", mount], check=True)


if __name__ == "__main__":
    unittest.main()
