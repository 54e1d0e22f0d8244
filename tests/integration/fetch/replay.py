"""Alpaca and X as their contracts say, over data made by formulas that the test knows as well."""
import base64
import datetime
import json
import re

ALPACA = "/alpaca"
START = datetime.datetime(2022, 1, 3, 14, 30, tzinfo=datetime.timezone.utc)
BARS = 60
SYMBOLS = ("AAPL", "BRK.B", "MSFT")


def bar(symbol, i):
    """Minute i of a symbol; some members are left out or null, times have 0 to 9 digits."""
    base = 100 * (SYMBOLS.index(symbol) + 1)
    time = (START + datetime.timedelta(minutes=i)).strftime("%Y-%m-%dT%H:%M:%S")
    digits = i % 10
    out = {"t": time + ("." + "0" * digits if digits else "") + "Z", "o": base + i, "h": base + i + 1,
           "l": base + i - 1, "c": base + i + 0.25, "v": 1000 + i, "n": i, "vw": base + i + 0.125}
    if i % 7 == 3:
        out["n"] = None
    if i % 7 == 5:
        del out["vw"]
    return out


class Alpaca:
    def __init__(self, served):
        self.served = served

    def fail(self, handler, status, message, code=None):
        body = {"message": message} if code is None else {"code": code, "message": message}
        handler.send(status, json.dumps(body).encode(), [("Content-Type", "application/json"),
                                                         ("X-Request-ID", "alpaca-request-1")])

    def send(self, handler, body):
        left = max(0, 190 - self.served.add("alpaca"))
        reset = int(datetime.datetime.now().timestamp()) + 30
        handler.send(200, json.dumps(body).encode(), [
            ("Content-Type", "application/json; charset=UTF-8"), ("X-RateLimit-Limit", "200"),
            ("X-RateLimit-Remaining", str(left)), ("X-RateLimit-Reset", str(reset))])

    def __call__(self, handler, request):
        values = request.values
        if values.get("apca-api-key-id") != "alpaca-id":
            return self.fail(handler, 403, "forbidden.")
        if values.get("apca-api-secret-key") != "alpaca-canary-secret":
            return self.fail(handler, 401, "unauthorized")
        path, params = request.path[len(ALPACA):], request.params
        if path == "/v2/stocks/bars":
            return self.bars(handler, params)
        if path == "/v1beta1/news":
            return self.news(handler, params)
        if path == "/v1/corporate-actions":
            return self.actions(handler, params)
        self.fail(handler, 404, "endpoint not found.")

    def bars(self, handler, params):
        if params.get("feed") == "sip" and params.get("end", "") > "2022-06":
            return self.fail(handler, 403, "subscription does not permit querying recent SIP data")
        if params.get("feed") == "otc":
            return self.fail(handler, 422, "subscription does not permit", 42210000)
        limit = int(params.get("limit", "1000"))
        if not 1 <= limit <= 10000 or not re.fullmatch("1Min", params["timeframe"]):
            return self.fail(handler, 400, "invalid parameter")
        wanted = [s for s in sorted(params["symbols"].split(",")) if s in SYMBOLS]
        rows = [(s, i) for s in wanted for i in range(BARS)]
        first = 0
        if "page_token" in params:
            name, index = base64.b64decode(params["page_token"]).decode().rstrip("=|+").split("|")[:2]
            first = rows.index((name, int(index)))
        page, token = rows[first:first + limit], None
        if first + limit < len(rows):
            name, index = rows[first + limit]
            token = base64.b64encode(f"{name}|{index}|+=".encode()).decode()
        out = {}
        for name, i in page:
            out.setdefault(name, []).append(bar(name, i))
        body = {"bars": out, "next_page_token": token}
        if "currency" in params:
            body["currency"] = params["currency"]
        self.send(handler, body)

    def news(self, handler, params):
        if not 1 <= int(params.get("limit", "10")) <= 50:
            return self.fail(handler, 400, "invalid limit")
        first, limit, count = int(params.get("page_token", "0")), int(params["limit"]), 120
        items = [{"id": 1000 + i, "headline": f"Headline {i} \u2014 \"quoted\"", "author": "A",
                  "created_at": "2022-01-03T14:30:00Z", "updated_at": "2022-01-03T14:31:00Z",
                  "summary": "", "content": "<p>x</p>" if params["include_content"] == "true" else "",
                  "url": None if i % 2 else "https://example.com/", "symbols": ["AAPL"],
                  "images": [], "source": "benzinga"}
                 for i in range(first, min(first + limit, count))]
        token = str(first + limit) if first + limit < count else None
        self.send(handler, {"news": items, "next_page_token": token})

    def actions(self, handler, params):
        split = {"id": "1", "symbol": "AAPL", "new_rate": 4, "old_rate": 1, "ex_date": "2020-08-31",
                 "process_date": "2020-08-31"}
        cash = {"id": "2", "symbol": "AAPL", "rate": 0.82, "special": False, "foreign": False,
                "ex_date": "2020-08-07", "process_date": "2020-08-13"}
        if "page_token" not in params:
            return self.send(handler, {"corporate_actions": {"forward_splits": [split]},
                                       "next_page_token": "Mg=="})
        self.send(handler, {"corporate_actions": {"cash_dividends": [cash]}, "next_page_token": None})


class X:
    """`new`: the spelling since August 2026."""

    def __init__(self, served, new):
        self.served, self.new = served, new
        self.prefix = "/x-new" if new else "/x-old"

    def problem(self, handler, status, name, **more):
        host = "api.x.com" if self.new else "api.twitter.com"
        body = {"type": f"https://{host}/2/problems/{name}", "title": name, "detail": name} | more
        handler.send(status, json.dumps(body).encode(),
                     [("Content-Type", "application/problem+json")])

    def send(self, handler, body):
        reset = int(datetime.datetime.now().timestamp()) + 600
        handler.send(200, json.dumps(body).encode(), [
            ("Content-Type", "application/json"), ("x-rate-limit-limit", "450"),
            ("x-rate-limit-remaining", "400"), ("x-rate-limit-reset", str(reset))])

    def __call__(self, handler, request):
        self.served.add(self.prefix[1:])
        if request.values.get("authorization") != "Bearer x-canary-token":
            return self.problem(handler, 401, "unsupported-authentication")
        path, params = request.path[len(self.prefix):], request.params
        if params.get("query") == "capped":
            return self.problem(handler, 429, "usage-capped", period="Monthly")
        if path == "/2/tweets/search/recent":
            return self.search(handler, params)
        if path == "/2/tweets/counts/recent":
            return self.counts(handler, params)
        handler.send(404, b"<html>404</html>")

    def search(self, handler, params):
        size, count = int(params["max_results"]), 57
        if not 10 <= size <= 100:
            return self.problem(handler, 400, "invalid-request")
        first = int(params.get("next_token", "t0")[1:])
        reposts = "repost_count" if self.new else "retweet_count"
        posts = [{"id": str(5000000000000000000 + count - i), "text": f"Post {i} $AAPL",
                  "created_at": datetime.datetime.now(datetime.timezone.utc)
                  .strftime("%Y-%m-%dT%H:%M:%S.000Z"),
                  "author_id": "7", "lang": "en", "public_metrics": {reposts: i, "like_count": 2 * i}}
                 for i in range(first, min(first + size, count))]
        meta = {"result_count": len(posts)}
        if posts:
            meta["newest_id"] = posts[0]["id"]
        if first + size < count:
            meta["next_token"] = f"t{first + size}"
        body = {"meta": meta} | ({"data": posts} if posts else {})
        if first == 0:
            body["errors"] = [{"type": "https://api.x.com/2/problems/resource-not-found",
                               "title": "Not Found", "resource_id": "8"}]
        if "expansions" in params:
            body["includes"] = {"users": [{"id": "7", "username": "someone", "name": "Some One"}]}
        self.send(handler, body)

    def counts(self, handler, params):
        form = "%Y-%m-%dT%H:%M:%SZ"
        width = {"minute": 60, "hour": 3600, "day": 86400}[params["granularity"]]
        start = datetime.datetime.strptime(params["start_time"], form)
        end = datetime.datetime.strptime(params["end_time"], form)
        step, data, name = datetime.timedelta(seconds=width), [], "post_count" if self.new else "tweet_count"
        while start < end:
            upto = min(start + step, end)
            data.append({"start": start.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
                         "end": upto.strftime("%Y-%m-%dT%H:%M:%S.000Z"), name: len(data)})
            start = upto
        self.send(handler, {"data": data, "meta": {"total_" + name: len(data)}})
