"""From a folder of photos to a published model, by the command line and over HTTP."""

import base64
import io
import json
import time
import unittest
import zipfile

from easel import Easel, SAMPLES, photos, request


class WholeWay(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.easel = Easel()
        cls.model = cls.easel.trained()

    @classmethod
    def tearDownClass(cls):
        cls.easel.close()

    def test_training_reports_what_the_contract_says(self):
        self.assertEqual(self.model["project"], "samples")
        self.assertGreaterEqual(self.model["version"], 1)
        self.assertEqual(set(self.model["model"]), {"name", "params", "macs", "bytes"})
        self.assertGreater(self.model["metrics"]["accuracy"], 0.85)
        self.assertLess(self.model["metrics"]["accuracy_low"], self.model["metrics"]["accuracy"])

    def test_unseen_photos_are_recognised(self):
        report = self.easel.run("evaluate", "samples", SAMPLES / "held-out")
        self.assertEqual(report["items"], len(photos()))
        self.assertGreater(report["metrics"]["accuracy"], 0.8)
        self.assertEqual(sum(map(sum, report["confusion"])), report["items"])
        self.assertEqual([row["name"] for row in report["per_class"]], ["fish", "monuments", "renewable energy", "tools"])

    def test_evaluation_over_http_is_that_of_the_command_line(self):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as out:
            for photo in photos():
                out.write(photo, f"{photo.parent.name}/{photo.name}")
        headers = {"Authorization": "Bearer " + self.easel.run("token", "create", "evaluation")["token"]}
        with self.easel.serving("--workers", "1") as url:
            status, body = request(f"{url}api/v1/projects/samples/models/0/evaluate?name=photos.zip", archive.getvalue(),
                                   headers | {"Content-Type": "application/octet-stream"})
            self.assertEqual(status, 202, body)
            job = json.loads(body)
            deadline = time.monotonic() + 60
            while job["state"] not in ("done", "failed") and time.monotonic() < deadline:
                time.sleep(0.2)
                job = json.loads(request(f"{url}api/v1/jobs/{job['id']}", headers=headers)[1])
        report = self.easel.run("evaluate", "samples", SAMPLES / "held-out")
        self.assertEqual(job["result"]["metrics"], report["metrics"])
        self.assertEqual(job["result"]["confusion"], report["confusion"])
        self.assertEqual(job["result"]["remarks"], report["remarks"])

    def test_import_again_adds_nothing(self):
        report = self.easel.run("data", "import", "samples", SAMPLES / "train")
        self.assertEqual(report["added"], 0)
        self.assertEqual(report["duplicates"], len(photos("train")))

    def test_publish_answers_at_once_and_unpublish_ends_it(self):
        token = self.easel.run("token", "create", "test")["token"]
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"}
        photo = photos()[0].read_bytes()
        with self.easel.serving() as url:
            where = url + "api/v1/predict/photos"
            self.assertEqual(request(where, photo, headers)[0], 404)
            self.easel.run("publish", "samples", "--as", "photos")
            status, body = request(where, photo, headers)
            self.assertEqual((status, json.loads(body)["results"][0]["name"]), (200, "fish"))
            self.assertEqual(request(where, photo, {"Content-Type": "application/octet-stream"})[0], 401)
            self.easel.run("unpublish", "photos")
            self.assertEqual(request(where, photo, headers)[0], 404)

    def test_an_easydl_client_works_unchanged(self):
        key = self.easel.run("key", "create", "client")
        self.easel.run("publish", "samples", "--as", "easydl")
        with self.easel.serving() as url:
            status, body = request(f"{url}oauth/2.0/token?grant_type=client_credentials"
                                   f"&client_id={key['client_id']}&client_secret={key['client_secret']}", b"")
            self.assertEqual(status, 200)
            token = json.loads(body)["access_token"]
            image = base64.b64encode(photos()[0].read_bytes()).decode()
            status, body = request(f"{url}rpc/2.0/ai_custom/v1/classification/easydl?access_token={token}",
                                   json.dumps({"image": image, "top_num": "2"}).encode(),
                                   {"Content-Type": "application/json"})
            answer = json.loads(body)
            self.assertEqual([len(answer["results"]), answer["results"][0]["name"]], [2, "fish"])
            self.assertIsInstance(answer["log_id"], int)


if __name__ == "__main__":
    unittest.main()
