"""The page's functions called by a program: names, types, docs, and the contract's JSON."""

import json

import jsonschema
import pytest

from retriever.answer.contract import json_schema
from tests.ui.web.conftest import CITIES, QUESTION

client_module = pytest.importorskip("gradio_client", reason="the API tests need the extra `web`")


@pytest.fixture(scope="module")
def client(seed_server):
    return client_module.Client(seed_server.address, verbose=False, analytics_enabled=False, download_files=False)


def test_endpoints_are_named_typed_and_described(client):
    info = client.view_api(print_info=False, return_format="dict")["named_endpoints"]
    assert list(info) == ["/ask", "/search", "/documents", "/read", "/cite", "/check", "/source", "/targets"]
    typed = {p["parameter_name"]: p["python_type"]["type"] for p in info["/ask"]["parameters"]}
    names = ("question", "top_k", "document", "place", "year", "issuer", "issued_from", "issued_until", "read")
    assert list(typed) == list(names)
    assert all("list" in typed[name] for name in ("document", "place", "year", "issuer"))
    assert all(endpoint["description"] for endpoint in info.values())


def test_an_answer_is_the_contracts(client):
    answer = client.predict(QUESTION, top_k=7, api_name="/ask")
    jsonschema.validate(answer, json_schema())
    assert {item["place"] for item in answer["answers"]} == CITIES
    assert len(answer["hits"]) == 7
    unread = client.predict(QUESTION, top_k=7, read=False, api_name="/ask")
    assert (unread["answers"], len(unread["hits"]), unread["abstained"]) == ([], 7, False)
    found = client.predict(QUESTION, place="宜春市", api_name="/search")
    jsonschema.validate(found, json_schema())
    assert found["answers"] == []
    both = client.predict(QUESTION, place=["宜春市", "宿迁市"], issuer="宿迁市人民政府", year=[2025], api_name="/ask")
    assert {item["place"] for item in both["answers"]} == {"宿迁市"}
    later = client.predict(QUESTION, issued_from="2024", issued_until="2024-06", api_name="/search")
    assert {hit["document"] for hit in later["hits"]} == {"宿迁市碳达峰实施方案"}
    assert {hit["document"] for hit in found["hits"]} == {"宜春市碳達峰實施方案"}


def test_what_is_cited_can_be_read_and_cited(client):
    documents = client.predict(api_name="/documents")
    assert len(documents) == 7
    assert client.predict(2, 3, api_name="/documents") == documents[2:5]
    assert client.predict(6, 3, api_name="/documents") == documents[6:]
    citation = client.predict(QUESTION, api_name="/ask")["answers"][0]["citation"]
    read = client.predict(citation["file"], citation["start"], api_name="/read")
    at = citation["start"] - read["start"]
    assert read["text"][at : at + len(citation["quote"])] == citation["quote"]
    assert read["outline"]
    cited = client.predict(citation["file"], citation["start"], citation["end"], api_name="/cite")
    assert citation["quote"] in cited["plain"]
    assert "[Z]" in cited["gbt7714"]
    place = citation["file"], citation["start"], citation["end"]
    told = client.predict(*place, format="csl", api_name="/cite")
    (record,) = json.loads(told["text"])
    assert (told["format"], record["title"]) == ("csl", citation["document"])
    assert record["custom"]["places"][0]["quote"] == citation["quote"]
    assert client.predict(*place, format="bibtex", api_name="/cite")["text"].startswith("@misc{yinju")


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ((("",), {"api_name": "/ask"}), "empty"),
        ((("光伏",), {"top_k": 0, "api_name": "/ask"}), "1 to 100"),
        ((("光伏",), {"place": "某市", "api_name": "/ask"}), "某市"),
        ((("光伏",), {"place": ["宜春市"], "document": ["宿迁市碳达峰实施方案"], "api_name": "/ask"}), "together"),
        ((("光伏",), {"year": [99], "api_name": "/ask"}), "no year"),
        ((("光伏",), {"issued_from": "June", "api_name": "/search"}), "no date"),
        ((("/etc/passwd", 0), {"api_name": "/read"}), "no document"),
        ((("000_ffbc63344c3ba8da.txt", 0, 9), {"format": "exe", "api_name": "/cite"}), "no citation format"),
        ((("000_ffbc63344c3ba8da.txt", 9, 9), {"format": "ris", "api_name": "/cite"}), "empty"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(client, call, said):
    with pytest.raises(client_module.exceptions.AppError, match=said):
        client.predict(*call[0], **call[1])
