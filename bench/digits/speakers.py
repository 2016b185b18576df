"""What the report of a project's newest model says about each speaker.

usage: speakers.py EASEL PROJECT START IMPORTED TRAINED     (the last three: seconds since the epoch)
"""

import json
import subprocess
import sys
import urllib.request


def main():
    easel, project, *times = sys.argv[1:]
    start, imported, trained = map(float, times)
    token = json.loads(subprocess.check_output([easel, "--json", "token", "create", "bench"]))["token"]
    server = subprocess.Popen([easel, "--json", "serve", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
    try:
        url = json.loads(server.stdout.readline())["listening"]
        request = urllib.request.Request(f"{url}api/v1/projects/{project}/models/0/report", headers={"Authorization": f"Bearer {token}"})
        with urllib.request.urlopen(request) as reply:
            report = json.load(reply)
    finally:
        server.terminate()
        server.wait()
    groups = report["groups"]
    for group in groups:
        print(f"{group['name']} {group['accuracy']:.4f} of {group['items']}")
    print(f"easel: mean {sum(group['accuracy'] for group in groups) / len(groups):.4f}, worst "
          f"{min(group['accuracy'] for group in groups):.4f}; import {imported - start:.0f} s, train {trained - imported:.0f} s")


if __name__ == "__main__":
    main()
