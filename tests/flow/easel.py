"""The programs of one installation in a temporary home, as a user runs them."""

import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request

BIN = pathlib.Path(os.environ["EASEL_BIN"])
SAMPLES = pathlib.Path(os.environ["EASEL_SAMPLES"])


class Failed(Exception):
    """A command that ended with another exit code than 0."""

    def __init__(self, code, error):
        super().__init__(f"exit code {code}: {error}")
        self.code = code
        self.error = error


class Easel:
    def __init__(self, home=None):
        self.home = pathlib.Path(home or tempfile.mkdtemp(prefix="easel-"))
        self.environment = {**os.environ, "EASEL_HOME": str(self.home), "EASEL_LANG": "en"}

    def close(self):
        shutil.rmtree(self.home, ignore_errors=True)

    def start(self, *arguments):
        return subprocess.Popen([BIN / "easel", "--json", *map(str, arguments)], env=self.environment,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)

    def run(self, *arguments):
        """The command's JSON document; Failed with its error otherwise."""
        process = self.start(*arguments)
        out, err = process.communicate()
        if process.returncode == 0:
            return json.loads(out)
        try:
            error = json.loads(out)["error"]
        except (ValueError, KeyError):
            raise AssertionError(f"{arguments} ended with {process.returncode} and no error document: {out} {err}")
        raise Failed(process.returncode, error)

    @contextlib.contextmanager
    def serving(self, *arguments):
        process = self.start("serve", "--listen", "127.0.0.1:0", *arguments)
        try:
            yield json.loads(process.stdout.readline())["listening"]
        finally:
            process.terminate()
            process.communicate(timeout=30)

    def trained(self, name="samples", folder=None):
        """A project with the sample photos and one model."""
        self.run("project", "create", name, "--task", "image-classification")
        self.run("data", "import", name, folder or SAMPLES / "train")
        return self.run("train", name)


def request(url, body=None, headers=None, method=None):
    """(status, body) of a request; statuses of errors are returned too."""
    message = urllib.request.Request(url, data=body, headers=headers or {}, method=method)
    try:
        with urllib.request.urlopen(message, timeout=60) as reply:
            return reply.status, reply.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def photos(part="held-out"):
    return sorted((SAMPLES / part).rglob("*.webp"))
