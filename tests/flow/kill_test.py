"""kill -9 at random moments of import, training and publishing: nothing acknowledged is lost, doubled or unreadable, and every
job ends. EASEL_KILLS says how often (the default suits a test run; 100 is the figure of the release notes)."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import time
import unittest

from easel import Easel, Failed, SAMPLES, photos

KILLS = int(os.environ.get("EASEL_KILLS", "9"))


def kill_all(easel, argument=b"", number=signal.SIGKILL):
    """Kills every program of this installation at once, as a power cut would; or those with this argument only."""
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/environ", "rb") as environment, open(f"/proc/{entry}/cmdline", "rb") as command:
                belongs = f"EASEL_HOME={easel.home}".encode() in environment.read().split(b"\0")
                if belongs and (not argument or argument in command.read().split(b"\0")):
                    os.kill(int(entry), number)
        except (OSError, PermissionError):
            continue


class Kill(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(7)
        self.easel = Easel()
        self.easel.run("project", "create", "p", "--task", "image-classification")

    def tearDown(self):
        kill_all(self.easel)
        self.easel.close()

    def interrupted(self, most, *arguments):
        """Starts the command and kills everything after a random time; returns its document if it was faster."""
        process = self.easel.start(*arguments)
        try:
            out, _ = process.communicate(timeout=self.random.uniform(0.02, most))
            return json.loads(out) if process.returncode == 0 else None
        except subprocess.TimeoutExpired:
            kill_all(self.easel)
            process.communicate()
            return None

    def finish_jobs(self):
        """Works on what the kill left behind until every job has ended."""
        for job in self.easel.run("jobs", "list"):
            if job["state"] in ("queued", "running"):
                try:
                    self.easel.run("jobs", "follow", job["id"])
                except Failed as failed:
                    self.fail(f"job {job['id']} ended with {failed}")
        states = {job["state"] for job in self.easel.run("jobs", "list")}
        self.assertLessEqual(states, {"done"})

    def check(self):
        catalog = sqlite3.connect(self.easel.home / "catalog.db")
        self.assertEqual(catalog.execute("PRAGMA integrity_check").fetchone(), ("ok",))
        items = catalog.execute("SELECT hash FROM items").fetchall()
        self.assertEqual(len(items), len(set(items)))
        catalog.close()
        return len(items)

    def test_import(self):
        for _ in range(KILLS):
            self.interrupted(0.6, "data", "import", "p", SAMPLES / "train")
            self.check()
        self.finish_jobs()
        self.easel.run("data", "import", "p", SAMPLES / "train")
        self.assertEqual(self.check(), len(photos("train")))
        report = self.easel.run("data", "check", "p")
        self.assertEqual(report["items"], len(photos("train")))

    def test_training_and_publishing(self):
        self.easel.run("data", "import", "p", SAMPLES / "train")
        self.easel.run("train", "p")
        acknowledged = 1
        published = 0
        for i in range(KILLS):
            if self.interrupted(1.0, "train", "p", "--seed", i):
                acknowledged += 1
            answer = self.interrupted(0.3, "publish", "p", "--as", "live")
            if answer:
                published = answer["model"]
            self.check()
        self.finish_jobs()
        catalog = sqlite3.connect(self.easel.home / "catalog.db")
        models = catalog.execute("SELECT COUNT(*) FROM models").fetchone()[0]
        trainings = catalog.execute("SELECT COUNT(*) FROM jobs WHERE kind = 'train'").fetchone()[0]
        catalog.close()
        self.assertGreaterEqual(models, acknowledged)
        self.assertEqual(models, trainings)  # each training gave exactly one model
        for number in range(1, models + 1):
            self.assertEqual(len(self.easel.run("predict", f"p@{number}", photos()[0])[0]["results"]), 4)
        live = self.easel.run("publish", "p", "--as", "live")
        self.assertTrue(live["live"] and live["model"] >= published)

    def test_a_dead_workers_job_runs_again_within_15_seconds(self):
        self.easel.run("data", "import", "p", SAMPLES / "train")
        with self.easel.serving("--workers", "2"):
            command = self.easel.start("train", "p", "--time-limit", "60s")
            job = None
            while not job or self.easel.run("jobs", "show", job)["state"] != "running":
                jobs = self.easel.run("jobs", "list")
                job = next((j["id"] for j in jobs if j["kind"] == "train"), None)
            # Whoever has the job dies: the command with its worker, and the server's workers.
            command.kill()
            kill_all(self.easel, b"--job")
            kill_all(self.easel, b"--serve")
            command.communicate()
            start = time.monotonic()
            if self.easel.run("jobs", "show", job)["state"] == "running":
                while self.easel.run("jobs", "show", job)["attempt"] < 2:
                    self.assertLess(time.monotonic() - start, 15)
                    time.sleep(0.1)
            while self.easel.run("jobs", "show", job)["state"] == "running":
                self.assertLess(time.monotonic() - start, 120)
                time.sleep(0.2)
            self.assertEqual(self.easel.run("jobs", "show", job)["state"], "done")
        self.assertEqual(len(self.easel.run("predict", "p@1", photos()[0])[0]["results"]), 4)


if __name__ == "__main__":
    unittest.main()
