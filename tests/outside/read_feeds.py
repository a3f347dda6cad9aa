"""Reads every Atom feed as a news reader does: feedparser, page after page.

Arguments: the address of the site, then the paths of feeds. Prints one JSON object:
for each path the titles, ids and links of its entries.
"""

import json
import sys

import feedparser


def whole(address):
    entries, ids, pages = [], set(), 0
    while address:
        feed = feedparser.parse(address)
        assert feed.status == 200, (address, feed.status)
        assert not feed.bozo, (address, feed.get("bozo_exception"))
        assert feed.version == "atom10", feed.version
        assert feed.feed.title and feed.feed.id and feed.feed.updated_parsed, address
        pages += 1
        for entry in feed.entries:
            assert entry.id.startswith("urn:uuid:"), entry.id
            assert entry.id not in ids, f"{entry.id} stands on two pages"
            assert entry.title and entry.updated_parsed and entry.link, entry
            ids.add(entry.id)
            entries.append(
                {
                    "id": entry.id,
                    "title": entry.title,
                    "link": entry.link,
                    "content": entry.content[0].value if "content" in entry else "",
                }
            )
        times = [entry.updated_parsed for entry in feed.entries]
        assert times == sorted(times, reverse=True), f"{address}: not the newest first"
        again = feedparser.parse(address, etag=feed.etag, modified=feed.get("modified"))
        assert again.status == 304, (address, again.status)
        links = {link.rel: link.href for link in feed.feed.links}
        assert links["self"].startswith(sys.argv[1]), links
        address = links.get("next")
    return {"entries": entries, "pages": pages}


print(json.dumps({path: whole(sys.argv[1] + path) for path in sys.argv[2:]}))
