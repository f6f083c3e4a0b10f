"""A list of bootcamps as a community keeps it: no keys, other names, broken quotes."""

from pathlib import Path

CONTENT = Path(__file__).with_name("bootcamps.csv").read_bytes()
HEADER = CONTENT.decode().splitlines()[0]

MAPPING = {
    "BOOTCAMP": "organization",
    "PROGRAM": "name",
    "COUNTRY": "locations",
    "STATE": "locations",
    "PRICE": "cost_amount",
    "ONLINE": "format",
    "COMMENTS": "description",
}
