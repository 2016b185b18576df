"""What was verified is what runs: the same scores everywhere, the same bytes from the same data and seed."""

import base64
import json
import shutil
import tempfile
import unittest

from easel import Easel, photos, request


def blob_of(easel, project, model):
    """The bundle as the API hands it out."""
    token = easel.run("token", "create", f"bundle-{project}-{model}")["token"]
    with easel.serving() as url:
        status, body = request(f"{url}api/v1/projects/{project}/models/{model}/bundle",
                               headers={"Authorization": f"Bearer {token}"})
    assert status == 200, body
    return body


class Parity(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.easel = Easel()
        cls.easel.trained()

    @classmethod
    def tearDownClass(cls):
        cls.easel.close()

    def test_one_picture_has_the_same_scores_everywhere(self):
        self.easel.run("publish", "samples", "--as", "parity")
        key = self.easel.run("key", "create", "parity")
        token = self.easel.run("token", "create", "parity")["token"]
        with self.easel.serving() as url:
            _, body = request(f"{url}oauth/2.0/token?grant_type=client_credentials&client_id={key['client_id']}"
                              f"&client_secret={key['client_secret']}", b"")
            access = json.loads(body)["access_token"]
            for photo in photos()[::3]:
                by_command = self.easel.run("predict", "samples", photo)[0]["results"]
                content = photo.read_bytes()
                _, body = request(f"{url}api/v1/predict/parity", content,
                                  {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"})
                self.assertEqual(json.loads(body)["results"], by_command)
                _, body = request(f"{url}rpc/2.0/ai_custom/v1/classification/parity?access_token={access}",
                                  json.dumps({"image": base64.b64encode(content).decode(), "top_num": 100}).encode(),
                                  {"Content-Type": "application/json"})
                self.assertEqual(json.loads(body)["results"], by_command)

    def test_the_report_has_the_scores_of_predict(self):
        # Photos in the wrong folders are all mistakes, and the report shows the score of each.
        with tempfile.TemporaryDirectory() as folder:
            for photo in photos()[::4]:
                wrong = {"fish": "tools", "tools": "fish", "monuments": "fish", "renewable energy": "fish"}[photo.parent.name]
                target = f"{folder}/{wrong}"
                shutil.os.makedirs(target, exist_ok=True)
                shutil.copy(photo, f"{target}/{photo.name}")
            report = self.easel.run("evaluate", "samples", folder)
            by_name = {photo.name: photo for photo in photos()}
            self.assertGreater(len(report["mistakes"]), 2)
            for mistake in report["mistakes"]:
                best = self.easel.run("predict", "samples", by_name[mistake["name"].split("/")[-1]])[0]["results"][0]
                self.assertEqual([mistake["prediction"], mistake["score"]], [best["name"], best["score"]])

    def test_the_same_data_and_seed_give_the_same_bytes(self):
        other = Easel()
        try:
            other.trained()
            self.assertEqual(blob_of(self.easel, "samples", 1), blob_of(other, "samples", 1))
        finally:
            other.close()

    def test_another_seed_is_another_model(self):
        first = blob_of(self.easel, "samples", 1)
        self.easel.run("train", "samples", "--seed", "2")
        self.assertNotEqual(blob_of(self.easel, "samples", 0), first)


if __name__ == "__main__":
    unittest.main()
