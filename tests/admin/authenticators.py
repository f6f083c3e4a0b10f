"""An authenticator in software: it makes passkeys, and answers as browsers do."""

import hashlib
import json
import secrets
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.contrib.auth.models import User
from django.test import Client

from tests.admin.second_steps import LOGIN, START, do, log_in

ORIGIN = "http://testserver"
DID_NOT_COUNT = "This passkey did not count"
IS_PRESENT, HAS_CREDENTIAL = 0x01, 0x40


def quoted(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def unquoted(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """One passkey; `origin` and `site` are where its browser thinks that it is."""

    origin: str = ORIGIN
    site: str = "localhost"
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    uses: int = 0

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """Return what `navigator.credentials.create` gives."""
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        told = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        attested = {"fmt": "none", "attStmt": {}, "authData": self._told(HAS_CREDENTIAL) + told}
        return self._answer(
            clientDataJSON=self._asked("webauthn.create", options),
            attestationObject=cbor2.dumps(attested),
        )

    def use(self, options: dict[str, Any]) -> dict[str, Any]:
        """Return what `navigator.credentials.get` gives."""
        self.uses += 1
        told, asked = self._told(), self._asked("webauthn.get", options)
        signature = self.key.sign(told + hashlib.sha256(asked).digest(), ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=asked, authenticatorData=told, signature=signature)

    def _told(self, flags: int = 0) -> bytes:
        site = hashlib.sha256(self.site.encode()).digest()
        return site + struct.pack(">BI", IS_PRESENT | flags, self.uses)

    def _asked(self, kind: str, options: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps(told).encode()

    def _answer(self, **response: bytes) -> dict[str, Any]:
        given = {name: quoted(value) for name, value in response.items()}
        name = quoted(self.id)
        return {"id": name, "rawId": name, "type": "public-key", "response": given}


def offered(client: Client, name: str = "") -> dict[str, Any]:
    """Return what the page of the second step asks the browser for a new passkey with."""
    return do(client, "offer", name=name).context["options"]


def add(client: Client, passkey: Authenticator, name: str = ""):
    return do(client, "keep", passkey=json.dumps(passkey.make(offered(client, name))))


def add_for(person: User, name: str = "") -> Authenticator:
    """Return a passkey that the person has now."""
    client, made = Client(), Authenticator()
    client.force_login(person)
    add(client, made, name)
    return made


def asked(client: Client, name: str = "ada") -> dict[str, Any]:
    """Return what the login asks the browser for a passkey with, after the password."""
    return log_in(client, name=name).context["form"].options


def answer(client: Client, given: Any, **more: str):
    return client.post(LOGIN, {"passkey": json.dumps(given), "next": START, **more})
