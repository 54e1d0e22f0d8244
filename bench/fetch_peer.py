"""fetch_peer.py URL: what fetch_pages.c does, with requests and boto3. "json N": N pages by json alone;
"bars N": columns of them, times read; "put N": N objects of a page's size."""
import datetime
import sys
import time

try:
    import boto3
    import requests
except ImportError as error:
    print(f"! {error}", flush=True)
    sys.exit(0)

NAMES = ("o", "h", "l", "c", "v", "n", "vw")
url = sys.argv[1]
session = requests.Session()
session.headers.update({"APCA-API-KEY-ID": "bench-id", "APCA-API-SECRET-KEY": "bench-secret"})
s3 = boto3.client("s3", endpoint_url=url, region_name="us-east-1", aws_access_key_id="bench-id",
                  aws_secret_access_key="bench-secret")


def pages(number):
    params = {"symbols": f"PAGES{number}", "timeframe": "1Min", "start": "2020-01-01", "limit": 10000}
    while True:
        answer = session.get(url + "/v2/stocks/bars", params=params, timeout=30)
        answer.raise_for_status()
        page = answer.json()
        yield page["bars"]
        if not page["next_page_token"]:
            return
        params["page_token"] = page["next_page_token"]


def columns(rows):
    return ([datetime.datetime.fromisoformat(r["t"]).timestamp() for r in rows],
            *([r[name] for r in rows] for name in NAMES))


print(f"requests {requests.__version__}, boto3 {boto3.__version__}, Python {sys.version.split()[0]}", flush=True)
for line in sys.stdin:
    what, number = line.split()
    body, begin, bars = b"x" * 1100000, time.process_time(), 0
    if what == "put":
        for _ in range(int(number)):
            s3.put_object(Bucket="bench", Key="page", Body=body)
    else:
        for page in pages(int(number)):
            for rows in page.values():
                bars += len(columns(rows)[0] if what == "bars" else rows)
        assert bars == int(number) * 10000
    print(round((time.process_time() - begin) * 1e6), flush=True)
